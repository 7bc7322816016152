import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

const PEERS = 1_000_000;
const PEERS_A_BLOCK = 5000;

/** A list of peers that ends, some 25 megabytes later. Nobody listens at any of them. */
export const millionPeers = evilTracker({
	name: 'million-peers',
	title: 'answers WANT with a million peers',
	robust: 'takes as many as it has use for, tries a bounded number, and goes on serving',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const ports = Array.from({length: PEERS_A_BLOCK}, (_, index) => 1 + (index % 1000));
		const block = Buffer.from(ports.map(port => `PEER nobody 127.0.0.1:${port}\n`).join(''));
		for (let number = 0; number < PEERS; number += PEERS_A_BLOCK) {
			if (!(await send(due.socket, block))) {
				return;
			}

			if (number === 0) {
				due.strike();
			}
		}

		await send(due.socket, due.honest);
	},
});
