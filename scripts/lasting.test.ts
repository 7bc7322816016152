import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';

/*
What a short matter leaves behind at a signal or promise that outlives it stays in memory as long as that, and programs live for weeks.
So there is one way to hear of an abort: `addAbortListener()` of `node:events`, whose result is disposed; or `abortable()` and `aborted()` of guest/net/abortable.ts.
A reaction at a promise cannot be taken back at all: each place that adds one by hand stands here with the reason why it adds few.
*/

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root})
	.filter(file => !file.endsWith('.test.ts'))
	.sort();

/** Files with reactions at promises by hand, by the reason why they are few. */
const REACTIONS: Readonly<Record<string, readonly string[]>> = {
	'it is the one way': ['guest/net/abortable.ts'],
	'one for a run of the program': ['guest/peer/run-peer.ts', 'guest/adversary/rehearse.ts'],
	'one for a program that is started, and it keeps nothing of the run': [
		'guest/bench/measured-program.ts',
		'guest/bench/server-process.ts',
		'host/mutants/mutant-peer.ts',
		'host/grade/serving-peer.ts',
		'host/grade/peer-trial.ts',
		'host/grade/fetch-files.ts',
		'host/grade/try-habits.ts',
		'host/grade/try-tracker.ts',
		'host/process/start-child.ts',
		'host/scenario/participant-program.ts',
		'host/testbed/guest-program.ts',
		'host/testbed/process-node.ts',
		'host/testbed/vm-node.ts',
		'host/vm/started-machine.ts',
	],
	'the promise is of this one question, connection or wait': [
		'guest/adversary/server/request-flood.ts',
		'guest/conformance/fuzz-tracker.ts',
		'guest/conformance/vector-client.ts',
		'guest/peer/proof/strangers.ts',
		'guest/peer/tracker-link.ts',
		'host/ssh/run-remotely.ts',
	],
	'a chain of turns: each reaction is at the turn before, which is over then': [
		'guest/peer/hashing-thread.ts',
		'guest/peer/tracker-session.ts',
		'host/commands/in-parallel.ts',
		'host/mutants/mutant-tracker.ts',
		'host/mutants/serve-peers.ts',
		'host/mutants/tracker-client.ts',
	],
};

/** @returns The lines that hear of something in a way that is not taken back. */
const complaintsAbout = (text: string, {mayReact}: {readonly mayReact: boolean}): string[] =>
	text.split('\n').flatMap((line, index) => {
		const isByHand = /\.addEventListener\(|\.onabort\b|\bon(?:ce)?\([\w.#?]+,\s*'abort'/.test(line);
		const isForgotten = /(?<!import.*)\baddAbortListener\(/.test(line) && !/\busing \w+ =|\.use\(|\w+ =/.test(line);
		const isNodes = /\bconnect\(\{.*\bsignal\b/.test(line); // Node 26.10 never takes the listener of a socket back.
		const isReaction = /\bPromise\.race\(|[\w\]]\.(?:then|finally)\(/.test(line) && !mayReact;
		return isByHand || isForgotten || isNodes || isReaction ? [`${index + 1}: ${line.trim()}`] : [];
	});

test('who hears of an abort stops hearing of it, and reactions at promises are few', t => {
	const reasoned = new Set(Object.values(REACTIONS).flat());
	const found = files.flatMap(file =>
		complaintsAbout(readFileSync(path.join(root, file), 'utf8'), {mayReact: reasoned.has(file)}).map(
			complaint => `${file}:${complaint}`,
		),
	);
	t.deepEqual(found, []);
});

test('every file with a reason has reactions', t => {
	const idle = Object.values(REACTIONS)
		.flat()
		.filter(file => complaintsAbout(readFileSync(path.join(root, file), 'utf8'), {mayReact: false}).length === 0);
	t.deepEqual(idle, []);
});

for (const [line, isWrong] of [
	["signal.addEventListener('abort', stop, {once: true});", true],
	["this.#signal?.addEventListener('abort', stop);", true],
	["await once(signal, 'abort');", true],
	['signal.onabort = stop;', true],
	['addAbortListener(signal, stop);', true],
	['const socket = connect({host, port, signal});', true],
	['void ended.then(reason => reject(reason));', true],
	['void session.ended.then(stop);', true],
	['await Promise.race([reply, gaveUp]);', true],
	['using _leaving = addAbortListener(signal, stop);', false],
	['stack.use(addAbortListener(signal, stop));', false],
	['const listening = addAbortListener(signal, stop);', false],
	["import {addAbortListener} from 'node:events';", false],
	['await abortable(reply, signal);', false],
	["return once(socket, 'close', {signal});", false],
] as const) {
	test(`${isWrong ? 'forbidden' : 'allowed'}: ${line}`, t => {
		t.is(complaintsAbout(line, {mayReact: false}).length > 0, isWrong);
	});
}
