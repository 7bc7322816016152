import type {EventOf} from '../history/event.ts';
import type {Check} from './check.ts';

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
		const failures = asked.flatMap(ask => {
			const end = ended.find(({actor, file, at}) => actor === ask.actor && file === ask.file && at >= ask.at);
			const why = whyWrong(end, shares);
			return why === undefined ? [] : [{event: end ?? ask, why: `${ask.actor} ${why} ${ask.file}`}];
		});
		return failures.length === 0
			? {verdict: 'pass', evidence: ended}
			: {
					verdict: 'fail',
					because: failures.map(({why}) => why).join('; '),
					evidence: failures.map(({event}) => event),
				};
	},
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
