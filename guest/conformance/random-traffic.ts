import {quote} from '../protocol/quoting.ts';
import type {Luck} from './seeded-luck.ts';

/**
Bytes a stranger might send to a tracker: right, nearly right, or noise.

@param callPort - A port of ours that subscribers may give: calls must not go to anybody else's.
@returns A byte string, mostly whole lines, up to some 100 KiB.
*/
export const randomTraffic = (luck: Luck, {callPort}: {readonly callPort: number}): string => {
	switch (luck.below(12)) {
		case 0:
			return noise(luck, 1 + luck.below(3000));
		case 1:
			return 'x'.repeat(luck.below(9000));
		case 2:
			return `${randomRequest(luck, callPort)}\n`.repeat(luck.below(2000));
		case 3:
			return `${noise(luck, luck.below(200))}\n`;
		default:
			return Array.from({length: luck.below(30)}, () => `${spoilt(randomRequest(luck, callPort), luck)}\n`).join('');
	}
};

const randomRequest = (luck: Luck, callPort: number): string => {
	const name = (): string =>
		luck.oneOf(['f', 'g', 'cat.jpg', quote(noise(luck, 1 + luck.below(40))), `n${luck.below(2000)}`]);
	const where = (): string => `127.0.0.${luck.below(256)}:${luck.oneOf([1, callPort])}`;
	const digest = luck.oneOf(['', ' u3bJz@iaYsq6aMaMSJVq_b', ' meCD5cC82IAmdNP4PDNjHb', ' short']);
	return luck.oneOf([
		`ADDR ${name()} ${where()}`,
		`HAVE ${name()}${digest}`,
		`HAVE ${name()}${digest}`,
		`DONTHAVE ${name()}`,
		`WANT ${name()}`,
		'WHO',
		'LIST',
		`MD5SUM ${name()}`,
		`CHECKPEER ${name()} ${where()}`,
		'NOTIFY',
		'NONOTIFY',
		'BLOCKNOTIFY',
		'HELP',
		'QUIT',
	]);
};

/** One line in three is changed somewhere. */
const spoilt = (line: string, luck: Luck): string => {
	const at = luck.below(line.length + 1);
	switch (luck.below(9)) {
		case 0:
			return line.slice(0, at) + noise(luck, 1) + line.slice(at + 1);
		case 1:
			return `${line.slice(0, at)} ${line.slice(at)}`;
		case 2:
			return line.slice(at);
		default:
			return line;
	}
};

const noise = (luck: Luck, bytes: number): string =>
	Array.from({length: bytes}, () => String.fromCharCode(luck.below(256))).join('');
