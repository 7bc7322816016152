import test from 'ava';
import {HarnessError} from '../harness-error.ts';
import type {GuestAgent, ProgramListener} from './guest-agent.ts';
import {PersistentWorkers} from './persistent-worker.ts';

const PEER = '/opt/osp2p/bin/osppeer';

/** An agent whose guest only pretends: what it was asked, and the listener of each worker it started. */
const pretend = () => {
	const asked: string[] = [];
	const started: ProgramListener[] = [];
	let isRefusing = false;
	let hasRoom = true;
	let onTell = (): void => {};
	const agent: GuestAgent = {
		async ask(verb, argv, {bytes} = {}) {
			asked.push([verb, ...argv, ...(bytes === undefined ? [] : [Buffer.from(bytes).toString().trim()])].join(' '));
			if (verb !== 'tell') {
				return Buffer.alloc(0);
			}

			const answer = isRefusing ? undefined : Buffer.alloc(0);
			isRefusing = false;
			onTell();
			onTell = () => {};
			return answer;
		},
		async start(argv, listener, options) {
			if (!hasRoom) {
				throw new HarnessError('no room');
			}

			asked.push(`${options?.isWorker ? 'start_worker' : 'start'} ${argv[1]} ${argv.slice(5).join(' ')}`);
			started.push(listener);
		},
		async [Symbol.asyncDispose]() {},
	};
	const workers = new PersistentWorkers(agent);
	const say = (worker: number, text: string, stream: 'out' | 'err' = 'out'): void =>
		started[worker]?.output(stream, Buffer.from(text));
	return {
		workers,
		asked,
		say,
		dies: (worker: number, status: number) => started[worker]?.exit(status),
		/** The next worker to be told is not there; before that is known, `meanwhile` happens. */
		refuse(meanwhile: () => void) {
			isRefusing = true;
			onTell = meanwhile;
		},
		/** The next worker to be told is there, and `meanwhile` happens. */
		accept(meanwhile: () => void) {
			onTell = meanwhile;
		},
		cannotStart() {
			hasRoom = false;
		},
	};
};

/** Hears of one run: what it printed, and how it ended. */
const hear = () => {
	const heard: string[] = [];
	const listener: ProgramListener = {
		output: (stream, bytes) => void heard.push(`${stream} ${bytes.toString().trimEnd()}`),
		exit: status => void heard.push(`exit ${status}`),
	};
	return {heard, listener};
};

const ended = (run: number, exitCode: number): string => `{"event":"run-ended","run":${run},"exitCode":${exitCode}}\n`;

test('one process plays one role after another, and each hears only its own lines', async t => {
	const {workers, asked, say} = pretend();
	const first = hear();
	await workers.run([PEER, '-t1', 'a b'], first.listener);
	t.deepEqual(workers.resting, []);
	say(0, 'listening\n{"event":"run-end');
	say(0, 'complaint\n', 'err');
	say(0, `ed","run":1,"exitCode":3}\n`);
	t.deepEqual(first.heard, ['out listening', 'err complaint', `exit ${3 << 8}`]);
	t.deepEqual(workers.resting, ['worker-1']);
	const second = hear();
	await workers.run([PEER, '-t2'], second.listener);
	say(0, 'again\n');
	t.deepEqual(second.heard, ['out again']);
	t.is(first.heard.length, 3);
	t.deepEqual(asked, [
		`start_worker worker-1 ${PEER} --persistent-worker`,
		'tell worker-1 {"run":1,"argv":["-t1","a b"]}',
		'tell worker-1 {"run":2,"argv":["-t2"]}',
	]);
});

test('a run is asked to end by its number, and in vain when it is over', async t => {
	const {workers, asked, say} = pretend();
	const first = hear();
	const control = await workers.run([PEER], first.listener);
	await control.end();
	t.is(asked.at(-1), 'tell worker-1 {"stop":1}');
	await control.usage();
	t.is(asked.at(-1), 'usage worker-1');
	say(0, ended(1, 0));
	await workers.run([PEER], hear().listener);
	const before = asked.length;
	await control.end();
	await control.kill();
	t.is(await control.usage(), undefined);
	t.is(asked.length, before);
});

test('one that is killed, or dies, ends its run as it ended, and another takes its place', async t => {
	const {workers, asked, dies} = pretend();
	const first = hear();
	const control = await workers.run([PEER], first.listener);
	await control.kill();
	t.is(asked.at(-1), 'kill worker-1');
	dies(0, 9);
	t.deepEqual(first.heard, ['exit 9']);
	t.deepEqual(workers.resting, []);
	const second = hear();
	await workers.run([PEER], second.listener);
	t.true(asked.includes(`start_worker worker-2 ${PEER} --persistent-worker`));
	dies(1, 6);
	t.deepEqual(second.heard, ['exit 6']);
	t.deepEqual(workers.resting, []);
});

test('one that could not close everything ends, and is given nothing more', async t => {
	const {workers, asked, say} = pretend();
	const first = hear();
	await workers.run([PEER], first.listener);
	const line = '{"event":"run-ended","run":1,"exitCode":0,"left":["Timeout"]}';
	say(0, `${line}\n`);
	t.deepEqual(first.heard, [`out ${line}`, 'exit 0']);
	t.deepEqual(workers.resting, []);
	await workers.run([PEER], hear().listener);
	t.true(asked.includes(`start_worker worker-2 ${PEER} --persistent-worker`));
});

test('each program has its worker, and all are dismissed before a stranger comes', async t => {
	const {workers, asked, say} = pretend();
	await workers.run([PEER], hear().listener);
	say(0, ended(1, 0));
	await workers.run(['/opt/osp2p/bin/osptracker'], hear().listener);
	say(1, ended(1, 0));
	t.deepEqual(workers.resting, ['worker-1', 'worker-2']);
	await workers.dismiss();
	t.deepEqual(asked.slice(-2), ['kill worker-1', 'kill worker-2']);
	t.deepEqual(workers.resting, []);
});

test('one role at a time', async t => {
	const {workers} = pretend();
	await workers.run([PEER], hear().listener);
	await t.throwsAsync(workers.run([PEER], hear().listener), {message: /at work/});
});

test('what it prints comes as it is, whatever the language', async t => {
	const {workers, say, dies} = pretend();
	const {heard, listener} = hear();
	await workers.run([PEER], listener);
	say(0, 'grüße \u010a\n');
	say(0, 'cut off');
	dies(0, 9);
	t.deepEqual(heard, ['out grüße \u010a', 'out cut off', 'exit 9']);
});

test('one that died at rest is replaced, and nobody is blamed for it', async t => {
	const {workers, asked, say, refuse, dies} = pretend();
	await workers.run([PEER], hear().listener);
	say(0, ended(1, 0));
	refuse(() => {
		dies(0, 9); // Its end is told while it is being told what to do.
	});
	const {heard, listener} = hear();
	await workers.run([PEER], listener);
	t.deepEqual(heard, []);
	t.true(asked.includes(`start_worker worker-2 ${PEER} --persistent-worker`));
	say(1, 'listening\n');
	t.deepEqual(heard, ['out listening']);
});

test('one that dies as soon as it was told has ended that run', async t => {
	const {workers, accept, dies} = pretend();
	accept(() => dies(0, 6));
	const {heard, listener} = hear();
	await workers.run([PEER], listener);
	t.deepEqual(heard, ['exit 6']);
	t.deepEqual(workers.resting, []);
});

test('one that has not done anything yet does not rest', async t => {
	const {workers, accept} = pretend();
	let resting: readonly string[] = ['nobody asked'];
	accept(() => {
		({resting} = workers);
	});
	await workers.run([PEER], hear().listener);
	t.deepEqual(resting, []);
});

test('one that cannot be started is not there', async t => {
	const {workers, cannotStart} = pretend();
	cannotStart();
	await t.throwsAsync(workers.run([PEER], hear().listener), {message: 'no room'});
	t.deepEqual(workers.resting, []);
	await t.throwsAsync(workers.run([PEER], hear().listener), {message: 'no room'});
});

test('one that cannot be told is an error of the harness, not of a program', async t => {
	const {workers, refuse} = pretend();
	refuse(() => {});
	await t.throwsAsync(workers.run([PEER], hear().listener), {instanceOf: HarnessError, message: /osppeer/});
});
