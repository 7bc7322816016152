import {execFile} from 'node:child_process';
import {join} from 'node:path';
import test from 'ava';

/** How a process of its own ends that does this. */
const endOf = async (work: string): Promise<{readonly code: unknown; readonly stderr: string}> => {
	const module = JSON.stringify(join(import.meta.dirname, 'undecided-until-told.ts'));
	const program = `import {undecidedUntilTold} from ${module};
		const stop = new AbortController(); undecidedUntilTold(stop); ${work}`;
	const {promise, resolve} = Promise.withResolvers<{code: unknown; stderr: string}>();
	const child = execFile(process.execPath, ['--input-type=module', '-e', program], (error, _, stderr) =>
		resolve({code: error?.code ?? child.exitCode, stderr}),
	);
	return promise;
};

for (const [what, work, code] of [
	['an error that nobody caught', `throw new Error('odd');`, 3],
	['a rejection that nobody caught', `Promise.reject(new Error('odd')); setInterval(() => undefined, 1000);`, 3],
	['an error event that nobody hears', `process.emit('error', new Error('odd'));`, 3],
	['an error after the verdict', `process.exitCode = 0; setImmediate(() => { throw new Error('odd'); });`, 3],
	['work that never ends', `await new Promise(() => undefined);`, 3],
	['a verdict', `process.exitCode = 1;`, 1],
	[
		'a signal',
		`stop.signal.onabort = () => { throw stop.signal.reason; }; setInterval(() => process.kill(process.pid, 'SIGTERM'), 10);`,
		143,
	],
] as const) {
	test(`${what} leaves ${code}`, async t => {
		const ended = await endOf(work);
		t.is(ended.code, code, ended.stderr);
		t.is(/odd/.test(ended.stderr), work.includes('odd'));
	});
}

test('an expected error is told without its stack', async t => {
	const {stderr} = await endOf(`throw Object.assign(new Error('there is none'), {hint: 'Make one.'});`);
	t.is(stderr, 'there is none\nMake one.\n');
});
