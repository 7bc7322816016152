import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** PEER lines that are none, as trackers in the wild print them when an alias has a blank or a newline inside. Who reads an endpoint into one of them finds nobody there. */
const badLines = (dead: string, [address, port]: readonly string[] = dead.split(':')) => [
	'PEER',
	'PEER alone',
	`PEER two words ${dead}`,
	`PEER noport ${address}`,
	`PEER empty ${address}:`,
	`PEER high ${address}:99999`,
	`PEER zero ${address}:0`,
	`PEER minus ${address}:-1`,
	`PEER name localhost:${port}`,
	`PEER many ${address}.5:${port}`,
	`PEER far 999.999.999.999:${port}`,
	`PEER ${'a'.repeat(5000)} ${dead}`,
	`PEER any 0.0.0.0:${port}`,
	`peer small ${dead}`,
	'FILE cat1.jpg',
	'\0\0\0',
	'%n%s%x',
];

/** True holders among lines that cannot be read. */
export const badPeerLines = evilTracker({
	name: 'bad-peer-lines',
	deadPeers: 1,
	title: 'answers WANT with malformed PEER lines around the true ones',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		const holders = due.honest
			.split('\n')
			.filter(line => line.startsWith('PEER'))
			.join('\n');
		const bad = badLines(due.dead[0] ?? '').join('\n');
		if (await send(due.socket, `${bad}\n${holders}\n${bad}\n200 \n`)) {
			due.strike();
		}
	},
});
