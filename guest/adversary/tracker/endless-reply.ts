import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {pour} from '../pour.ts';

/** Lines in one block. */
const LINES = 2000;

/** Whoever keeps it all has swallowed 400 MiB in ten seconds. */
const BYTES_PER_SECOND = 40 * 1024 * 1024;

/** A list of peers without end. */
export const endlessReply = evilTracker({
	name: 'endless-reply',
	deadPeers: 1,
	title: 'answers WANT with PEER lines that never stop',
	async reply(due) {
		const peers = Buffer.from(`PEER nobody ${due.dead[0]}\n`.repeat(LINES));
		await (due.command === 'WANT'
			? pour(due.socket, () => peers, {strike: due.strike, bytesPerSecond: BYTES_PER_SECOND})
			: tellTruth(due));
	},
});
