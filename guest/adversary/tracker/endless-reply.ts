import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {pour} from '../pour.ts';

/** Port 1 of the victim's own machine: nobody is there, and nobody else is bothered. */
const PEERS = Buffer.from('PEER nobody 127.0.0.1:1\n'.repeat(2000));

/** Whoever keeps it all has swallowed 400 MiB in ten seconds. */
const BYTES_PER_SECOND = 40 * 1024 * 1024;

/** A list of peers without end. */
export const endlessReply = evilTracker({
	name: 'endless-reply',
	title: 'answers WANT with PEER lines that never stop',
	robust: 'stops reading at its limit, drops this tracker, and goes on serving',
	async reply(due) {
		await (due.command === 'WANT'
			? pour(due.socket, () => PEERS, {strike: due.strike, bytesPerSecond: BYTES_PER_SECOND})
			: tellTruth(due));
	},
});
