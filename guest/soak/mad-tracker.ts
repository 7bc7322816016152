import {type ScriptedServer, scriptedTracker} from '../peer/proof/scripted-server.ts';

/** Bytes of the reply that has no end: less than a peer takes in. */
const HALF_REPLY_BYTES = 1_000_000;

/**
A tracker that greets and registers, sends half a reply to the first HAVE, and hangs up: what a peer keeps of such a session it keeps for each.
*/
export const madTracker = (count: () => void): Promise<ScriptedServer> => {
	const half = Buffer.alloc(HALF_REPLY_BYTES, 'x');
	return scriptedTracker((line, socket) => {
		if (line.startsWith('HAVE')) {
			count();
			socket.end(half);
			return undefined;
		}

		return '200 ok\n';
	});
};
