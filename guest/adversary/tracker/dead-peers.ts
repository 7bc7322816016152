import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** Closed doors named on either side of the true holders. */
const DEAD = 40;

/** Peers that are not there, before and after those that are. */
export const deadPeers = evilTracker({
	name: 'dead-peers',
	deadPeers: 2 * DEAD,
	title: `answers WANT with ${DEAD} dead peers before the true holders and ${DEAD} after`,
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const dead = due.dead.map(endpoint => `PEER dead ${endpoint}\n`);
		const holders = due.honest
			.split('\n')
			.filter(line => line.startsWith('PEER'))
			.join('\n');
		if (await send(due.socket, `${dead.slice(0, DEAD).join('')}${holders}\n${dead.slice(DEAD).join('')}200 \n`)) {
			due.strike();
		}
	},
});
