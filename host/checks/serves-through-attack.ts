import {unquote} from '../../guest/protocol/quoting.ts';
import type {EventOf, HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {paceOf} from './pace.ts';

/** Longest time for a file of at most a few hundred KiB, in seconds, on nodes that are not slow; a working peer takes a fraction of one, also in an emulated guest. */
export const MAX_SERVICE_SECONDS = 10;

/** Whoever asked a peer for a file it shares, during the attack or after, got it. */
export const servesThroughAttack: Check = {
	id: 'serves-through-attack',
	title: 'the peer served others all the while, and afterwards',
	level: 'must',
	advice:
		'Serve every connection on its own (a process, a thread, or an event loop), bound how many there are and how long each may take, and let none of them wait for another.',
	judge(history) {
		const asked = history.filter(event => event.type === 'exchange').filter(({request}) => request.startsWith('GET '));
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked a peer for a file'};
		}

		const shares = history.filter(event => event.type === 'shares');
		const mostSeconds = MAX_SERVICE_SECONDS * paceOf(history);
		const failures = asked.flatMap(exchange => {
			const why = whyUnserved(exchange, {shares, mostSeconds});
			return why === undefined ? [] : [{exchange, why: `${exchange.actor}, asked ${exchange.request}, ${why}`}];
		});
		if (failures.length > 0) {
			return {
				verdict: 'fail',
				because: failures.map(({why}) => why).join('; '),
				evidence: failures.map(({exchange}) => exchange),
			};
		}

		const late = asked.filter(answeredOnceTheyWereGone(history));
		return late.length === 0
			? {verdict: 'pass', evidence: asked}
			: {verdict: 'unknown', because: late.map(whyUnclear).join('; ')};
	},
};

/** Tells who waited for a good part of the time there is, and got the file only when the attackers had left: they may have kept it from coming. */
const answeredOnceTheyWereGone = (history: readonly HistoryEvent[]): ((exchange: EventOf<'exchange'>) => boolean) => {
	const slowness = Math.max(1, ...history.filter(event => event.type === 'pace').map(event => event.slowness));
	const attackers = new Set(history.filter(event => event.type === 'attack').map(({actor}) => actor));
	const overAt = history.find(event => event.type === 'story-ended')?.at ?? Number.POSITIVE_INFINITY;
	const leftAt = history
		.filter(event => event.type === 'program-ended')
		.findLast(({actor, at}) => attackers.has(actor) && at < overAt)?.at;
	return ({at, seconds = 0}) =>
		leftAt !== undefined && seconds > LONG_SECONDS * slowness && at > leftAt - GONE_SECONDS && at - seconds < leftAt;
};

/** So long nobody waits by chance, in seconds, on nodes that are not slow. How busy the attack keeps the guest is no excuse here: that may be why. */
const LONG_SECONDS = MAX_SERVICE_SECONDS / 2;

/** An attacker lets go of its connections so long before its end is seen, at most, in seconds. */
const GONE_SECONDS = 1;

const whyUnclear = ({actor, request, seconds = 0}: EventOf<'exchange'>): string =>
	`${actor}, asked ${request}, answered after ${Math.round(seconds)} s, only once the attackers had left: whether it would have answered beside them cannot be told`;

const whyUnserved = (
	{request, data, broken, seconds}: EventOf<'exchange'>,
	{shares, mostSeconds}: {readonly shares: ReadonlyArray<EventOf<'shares'>>; readonly mostSeconds: number},
): string | undefined => {
	const file = unquote(request.split(' ')[1] ?? '');
	// Anybody's: it may have fetched the file.
	const isWhole = shares.some(
		share => share.file === file && data.includes(`${share.bytes} bytes, SHA-256 ${share.sha256}`),
	);
	if (broken !== undefined) {
		return isWhole
			? `sent the whole file, but did not close the connection (${broken})`
			: `did not answer whole (${broken})`;
	}

	if (!isWhole) {
		return `sent ${data[0]?.split(',')[0] ?? 'nothing'} instead of the file`;
	}

	return (seconds ?? 0) > mostSeconds ? `took ${Math.round(seconds ?? 0)} s` : undefined;
};
