import type {EventOf, HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';
import {type Lateness, onlyOnceTheyLeft} from './only-once-they-left.ts';

/** Every file that an honest peer has came, whole, to whoever asked for it. Unlike elsewhere, not yet is too late: the deadline is part of the claim. */
export const rightFilesDespiteAttack: Check = {
	id: 'right-files-despite-attack',
	title: 'who asked for a file that an honest peer has got exactly that, in time',
	level: 'must',
	advice:
		'Give every holder a limit in time, rate and size, compare the digest, and try the next holder when one fails. One bad holder must not hold up the other files.',
	judge(history) {
		const shares = history.filter(event => event.type === 'shares');
		const asked = history
			.filter(event => event.type === 'download-asked')
			.filter(({actor, file}) => shares.some(share => share.file === file && share.actor !== actor));
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked for a file that an honest peer has'};
		}

		// After the deadline the attackers are stopped first: what comes then proves nothing.
		const deadline = history.find(event => event.type === 'story-ended')?.at ?? Number.POSITIVE_INFINITY;
		const ended = history.filter(event => event.type === 'download-ended').filter(({at}) => at <= deadline);
		const latenessOf = onlyOnceTheyLeft(history, {mostSeconds: MAX_SECONDS});
		const share = shareThatCounts(history);
		const verdicts = asked.map(ask => {
			const end = ended.find(({actor, file, at}) => actor === ask.actor && file === ask.file && at >= ask.at);
			const to = end?.at ?? deadline;
			const lateness =
				end?.outcome === 'ok' ? latenessOf({from: ask.at, to, seconds: (to - ask.at) * share}) : undefined;
			return {ask, end, why: whyWrong(end, shares), lateness};
		});
		const failures = verdicts.flatMap(({ask, end, why, lateness}) => {
			const event = end ?? ask;
			const period = {from: ask.at, to: end?.at ?? history.find(({type}) => type === 'story-ended')?.at ?? ask.at};
			return why !== undefined
				? [{event, why: `${ask.actor} ${why} ${ask.file}`, period: end?.outcome === 'ok' ? undefined : period}]
				: lateness?.is === 'late'
					? [{event, why: `${ask.actor} got ${ask.file} ${onceGone(lateness)}`, period}]
					: [];
		});
		if (failures.length > 0) {
			return {
				verdict: 'fail',
				because: failures.map(({why}) => why).join('; '),
				evidence: failures.map(({event}) => event),
				...lateIn(failures.map(({period}) => period)),
			};
		}

		const unclear = verdicts.flatMap(({ask, lateness}) =>
			lateness === undefined ? [] : [`${ask.actor} got ${ask.file} ${onceGone(lateness)}`],
		);
		return unclear.length === 0
			? {verdict: 'pass', evidence: ended}
			: {verdict: 'unknown', because: `${unclear.join('; ')}: whether it would have come beside them cannot be told`};
	},
};

/** Longest time for a file beside an attack that comes to its own end, in seconds, on nodes that are not slow: as for who is asked by the harness. */
const MAX_SECONDS = 10;

const onceGone = ({seconds}: Lateness): string => `only once the attackers had left, after ${Math.round(seconds)} s`;

/** How much of this scenario's time counts: in the rest its nodes waited for a processor. */
const shareThatCounts = (history: readonly HistoryEvent[]): number => {
	const end = history.find(event => event.type === 'story-ended');
	return end?.fairSeconds === undefined || end.at === 0 ? 1 : Math.min(1, end.fairSeconds / end.at);
};

const whyWrong = (
	end: EventOf<'download-ended'> | undefined,
	shares: ReadonlyArray<EventOf<'shares'>>,
): string | undefined => {
	switch (end?.outcome) {
		case 'ok':
			return shares.some(({file, sha256}) => file === end.file && sha256 === end.sha256)
				? undefined
				: `took wrong bytes (${end.bytes ?? '?'}) for`;
		case 'failed':
			return `could not get${end.because === undefined ? '' : ` (${end.because})`}`;
		default:
			return 'had not got in time';
	}
};
