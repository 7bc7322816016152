import {quote} from '../protocol/quoting.ts';
import type {Choices} from './seeded-choices.ts';

/**
Bytes a stranger might send to a tracker: right, nearly right, or noise.

@param callPort - A port of ours that subscribers may give: calls must not go to anybody else's.
@returns A byte string, mostly whole lines, up to some 100 KiB.
*/
export const randomTraffic = (choices: Choices, {callPort}: {readonly callPort: number}): string => {
	switch (choices.below(12)) {
		case 0:
			return noise(choices, 1 + choices.below(3000));
		case 1:
			return 'x'.repeat(choices.below(9000));
		case 2:
			return `${randomRequest(choices, callPort)}\n`.repeat(choices.below(2000));
		case 3:
			return `${noise(choices, choices.below(200))}\n`;
		default:
			return Array.from(
				{length: choices.below(30)},
				() => `${spoilt(randomRequest(choices, callPort), choices)}\n`,
			).join('');
	}
};

const randomRequest = (choices: Choices, callPort: number): string => {
	const name = (): string =>
		choices.oneOf(['f', 'g', 'cat.jpg', quote(noise(choices, 1 + choices.below(40))), `n${choices.below(2000)}`]);
	const where = (): string => `127.0.0.${choices.below(256)}:${choices.oneOf([1, callPort])}`;
	const digest = choices.oneOf(['', ' u3bJz@iaYsq6aMaMSJVq_b', ' meCD5cC82IAmdNP4PDNjHb', ' short']);
	return choices.oneOf([
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
const spoilt = (line: string, choices: Choices): string => {
	const at = choices.below(line.length + 1);
	switch (choices.below(9)) {
		case 0:
			return line.slice(0, at) + noise(choices, 1) + line.slice(at + 1);
		case 1:
			return `${line.slice(0, at)} ${line.slice(at)}`;
		case 2:
			return line.slice(at);
		default:
			return line;
	}
};

const noise = (choices: Choices, bytes: number): string =>
	Array.from({length: bytes}, () => String.fromCharCode(choices.below(256))).join('');
