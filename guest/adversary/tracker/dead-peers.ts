import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** Closed doors named on either side of the true holders. */
const DEAD = 40;

/** Peers that are not there, before and after those that are. */
export const deadPeers = evilTracker({
	name: 'dead-peers',
	title: `answers WANT with ${DEAD} dead peers before the true holders and ${DEAD} after`,
	robust: 'gives each holder little time, tries on, and gets the file',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const dead = Array.from({length: DEAD}, (_, index) => `PEER dead 127.0.0.1:${2 + index}\n`).join('');
		const holders = due.honest
			.split('\n')
			.filter(line => line.startsWith('PEER'))
			.join('\n');
		if (await send(due.socket, `${dead}${holders}\n${dead}200 \n`)) {
			due.strike();
		}
	},
});
