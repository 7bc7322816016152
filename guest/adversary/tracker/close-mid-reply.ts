import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** Half of an answer, and the end. */
export const closeMidReply = evilTracker({
	name: 'close-mid-reply',
	title: 'closes the connection in the middle of its reply to WANT',
	robust: 'does not act on half a reply, complains, registers again, and goes on serving',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		if (await send(due.socket, 'PEER nobody 127.0.0.1:1\nPEER no')) {
			due.strike();
			due.socket.end();
		}
	},
});
