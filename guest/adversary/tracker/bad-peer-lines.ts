import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** PEER lines that are none, as trackers in the wild print them when an alias has a blank or a newline inside. */
const BAD_LINES = [
	'PEER',
	'PEER alone',
	'PEER two words 127.0.0.1:80',
	'PEER noport 127.0.0.1',
	'PEER empty 127.0.0.1:',
	'PEER high 127.0.0.1:99999',
	'PEER zero 127.0.0.1:0',
	'PEER minus 127.0.0.1:-1',
	'PEER name localhost:80',
	'PEER many 1.2.3.4.5:80',
	'PEER far 999.999.999.999:80',
	`PEER ${'a'.repeat(5000)} 127.0.0.1:3`,
	'PEER any 0.0.0.0:80',
	'peer small 127.0.0.1:4',
	'FILE cat1.jpg',
	'\0\0\0',
	'%n%s%x',
];

/** True holders among lines that cannot be read. */
export const badPeerLines = evilTracker({
	name: 'bad-peer-lines',
	title: 'answers WANT with malformed PEER lines around the true ones',
	robust: 'skips the lines it cannot read, and gets the file from the true holder',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const holders = due.honest
			.split('\n')
			.filter(line => line.startsWith('PEER'))
			.join('\n');
		const bad = BAD_LINES.join('\n');
		if (await send(due.socket, `${bad}\n${holders}\n${bad}\n200 \n`)) {
			due.strike();
		}
	},
});
