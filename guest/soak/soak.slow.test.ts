import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';

const run = promisify(execFile);
const seed = 20_261_128;

test(`three quarters of a minute, more than an hour of the programs' time, leave nothing behind (seed ${seed})`, async t => {
	t.timeout(180_000);
	const main = join(import.meta.dirname, 'main.ts');
	const argv = ['--minutes', '0.75', '--seed', String(seed)];
	// A process of its own: other tests share this one, and its memory.
	const {stdout} = await run(process.execPath, [main, ...argv]).catch((error: {stdout: string; stderr: string}) => {
		t.log(error.stderr);
		return error;
	});
	const lines = stdout.trimEnd().split('\n');
	const {counts, growth} = JSON.parse(lines.at(-1) ?? '{}') as {
		readonly counts?: Readonly<Record<string, number>>;
		readonly growth?: readonly string[];
	};
	t.log(lines.slice(-3).join('\n'));
	t.deepEqual(growth, []);
	t.true(Object.keys(counts ?? {}).length >= 12);
	t.deepEqual(
		Object.entries(counts ?? {}).filter(([, count]) => count === 0),
		[],
		'whatever can happen did: a soak in which nothing happens proves nothing',
	);
});
