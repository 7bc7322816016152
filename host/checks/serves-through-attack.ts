import {unquote} from '../../guest/protocol/quoting.ts';
import type {EventOf, HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn, type Period} from './crowded.ts';
import {type Lateness, onlyOnceTheyLeft} from './only-once-they-left.ts';
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
		const late = lateAmong(asked, history);
		const failures = asked.flatMap(exchange => {
			const lateness = late.find(one => one.exchange === exchange && one.lateness.is === 'late');
			const why =
				whyUnserved(exchange, {shares, mostSeconds}) ??
				(lateness && `answered only once the attackers had left, after ${Math.round(lateness.lateness.seconds)} s`);
			return why === undefined ? [] : [{exchange, why: `${exchange.actor}, asked ${exchange.request}, ${why}`}];
		});
		if (failures.length > 0) {
			return {
				verdict: 'fail',
				because: failures.map(({why}) => why).join('; '),
				evidence: failures.map(({exchange}) => exchange),
				...lateIn(failures.map(({exchange}) => (isWrong(exchange, shares) ? undefined : periodOf(exchange)))),
			};
		}

		const unclear = late.filter(({lateness}) => lateness.is === 'unclear');
		return unclear.length === 0
			? {verdict: 'pass', evidence: asked}
			: {verdict: 'unknown', because: unclear.map(whyUnclear).join('; ')};
	},
};

const whyUnclear = ({exchange: {actor, request}, lateness: {seconds}}: Late): string =>
	`${actor}, asked ${request}, answered after ${Math.round(seconds)} s, only once the attackers had left: whether it would have answered beside them cannot be told`;

type Late = {readonly exchange: EventOf<'exchange'>; readonly lateness: Lateness};

const lateAmong = (asked: ReadonlyArray<EventOf<'exchange'>>, history: readonly HistoryEvent[]): Late[] => {
	const latenessOf = onlyOnceTheyLeft(history, {mostSeconds: MAX_SERVICE_SECONDS});
	return asked.flatMap(exchange => {
		const {at, seconds = 0} = exchange;
		const lateness = latenessOf({from: at - seconds, to: at, seconds});
		return lateness === undefined ? [] : [{exchange, lateness}];
	});
};

/** As many bytes as the file has, and others: no time would have made them right. */
const isWrong = ({request, data}: EventOf<'exchange'>, shares: ReadonlyArray<EventOf<'shares'>>): boolean => {
	const file = unquote(request.split(' ')[1] ?? '');
	const [, bytes, sha256] = /^(\d+) bytes, SHA-256 (\S+)/.exec(data[0] ?? '') ?? [];
	const share = shares.find(known => known.file === file);
	return share !== undefined && Number(bytes) >= share.bytes && sha256 !== share.sha256;
};

const periodOf = ({at, seconds = 0}: EventOf<'exchange'>): Period => ({from: at - seconds, to: at});

const whyUnserved = (
	{request, data, broken, seconds}: EventOf<'exchange'>,
	{shares, mostSeconds}: {readonly shares: ReadonlyArray<EventOf<'shares'>>; readonly mostSeconds: number},
): string | undefined => {
	const file = unquote(request.split(' ')[1] ?? '');
	// Anybody's: it may have fetched the file.
	const isWhole = shares.some(
		share => share.file === file && data.includes(`${share.bytes} bytes, SHA-256 ${share.sha256}`),
	);
	// Who leaves the connection open behind the file has served it: that it does not close is a claim of the protocol's cases.
	if (!isWhole) {
		return broken !== undefined
			? `did not answer whole (${broken})`
			: `sent ${data[0]?.split(',')[0] ?? 'nothing'} instead of the file`;
	}

	return (seconds ?? 0) > mostSeconds ? `took ${Math.round(seconds ?? 0)} s` : undefined;
};
