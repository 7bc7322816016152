import type {EventOf} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';
import {onlyOnceTheyLeft} from './only-once-they-left.ts';
import {paceOf} from './pace.ts';

/** Longest time for a reply, in seconds, on nodes that are not slow; a working tracker takes milliseconds, also in an emulated guest. */
const MAX_SECONDS = 3;

/** The tracker answers its honest clients as if nothing were. */
export const trackerAnswersThroughAttack: Check = {
	id: 'tracker-answers-through-attack',
	title: 'the tracker answered others all the while, and afterwards',
	level: 'must',
	advice:
		'Read all connections in turn (poll, epoll, threads), never wait for one client in read, write or connect, and drop connections of whoever has most when descriptors run out.',
	judge(history) {
		const asked = history.filter(event => event.type === 'exchange').filter(({request}) => !request.startsWith('GET '));
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked the tracker'};
		}

		const mostSeconds = MAX_SECONDS * paceOf(history);
		const failed = asked.filter(({broken, seconds = 0}) => broken !== undefined || seconds > mostSeconds);
		if (failed.length > 0) {
			const late = lateIn(failed.map(({at, seconds = 0}) => ({from: at - seconds, to: at})));
			return {verdict: 'fail', because: failed.map(failureOf).join('; '), evidence: failed, ...late};
		}

		const latenessOf = onlyOnceTheyLeft(history, {mostSeconds: MAX_SECONDS});
		const unclear = asked.filter(
			({at, seconds = 0}) => latenessOf({from: at - seconds, to: at, seconds}) !== undefined,
		);
		return unclear.length === 0
			? {verdict: 'pass', evidence: asked}
			: {
					verdict: 'unknown',
					because: `${unclear.map(failureOf).join('; ')}, and came only once the attackers had left: whether it would have come beside them cannot be told`,
				};
	},
};

const failureOf = ({request, broken, seconds = 0}: EventOf<'exchange'>): string =>
	broken === undefined
		? `the reply to ${request} took ${seconds.toFixed(1)} s`
		: `no whole reply to ${request} (${broken})`;
