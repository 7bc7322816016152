import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

const PEERS = 1_000_000;
const PEERS_A_BLOCK = 5000;

/** Places they are at: each takes a descriptor of ours. */
const DEAD = 250;

/** A list of peers that ends, some 25 megabytes later. Nobody listens at any of them. */
export const millionPeers = evilTracker({
	name: 'million-peers',
	deadPeers: DEAD,
	title: 'answers WANT with a million peers',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const lines = Array.from({length: PEERS_A_BLOCK}, (_, index) => `PEER nobody ${due.dead[index % DEAD]}\n`);
		const block = Buffer.from(lines.join(''));
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
