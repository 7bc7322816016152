import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** Half of an answer, and the end. */
export const closeMidReply = evilTracker({
	name: 'close-mid-reply',
	deadPeers: 1,
	title: 'closes the connection in the middle of its reply to WANT',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		if (await send(due.socket, `PEER nobody ${due.dead[0]}\nPEER no`)) {
			due.strike();
			due.socket.end();
		}
	},
});
