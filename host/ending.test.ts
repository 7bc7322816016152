import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';

/** Does the work in a process of its own. What it prints counts as well as how it ends. */
const endOf = async (work: string) => {
	const module = join(import.meta.dirname, 'ending.ts');
	const program = `import {endWell} from ${JSON.stringify(module)};
		import {EventEmitter, once} from 'node:events';
		import {createWriteStream} from 'node:fs';
		await endWell(async course => { ${work} }, {ignoresHangup: false});`;
	const {exitCode, stdout, stderr} = await execa(process.execPath, ['--input-type=module', '-e', program], {
		reject: false,
		stdin: 'ignore',
	});
	return {status: exitCode, stdout, stderr};
};

/** Work that lasts until it is told to end, and then tidies up. */
const UNTIL_STOPPED = `
	const pulse = setInterval(() => undefined, 1000);
	await once(course.signal, 'abort');
	clearInterval(pulse);
	course.print('tidied up');
	throw course.signal.reason;`;

for (const [what, escapes] of [
	['a promise that nobody waits for', `Promise.reject(new Error('nobody waits'));`],
	['a handler of an event', `setImmediate(() => { throw new Error('nobody waits'); });`],
	[
		'an error event that nobody hears',
		`setImmediate(() => new EventEmitter().emit('error', new Error('nobody waits')));`,
	],
] as const) {
	test(`${what} takes the work down in order, with code 3`, async t => {
		const {status, stdout, stderr} = await endOf(`${escapes} ${UNTIL_STOPPED}`);
		t.is(status, 3, stderr);
		t.is(stdout, 'tidied up');
		t.is(stderr.match(/nobody waits/g)?.length, 1, stderr);
	});
}

test('what escapes from work that ends well is not a verdict', async t => {
	t.is(
		(await endOf(`Promise.reject(new Error('nobody waits')); await new Promise(setImmediate); return 0;`)).status,
		3,
	);
	t.is(
		(await endOf(`Promise.reject(new Error('nobody waits')); await new Promise(setImmediate); return 2;`)).status,
		3,
	);
});

test('a claim that was broken before something escaped stays broken', async t => {
	t.is((await endOf(`course.settle(1); Promise.reject(new Error('nobody waits')); ${UNTIL_STOPPED}`)).status, 1);
});

test('a disk that refuses a stream is an expected end', async t => {
	const {status, stderr} = await endOf(`createWriteStream('/dev/full').end('x'); ${UNTIL_STOPPED}`);
	t.is(status, 3);
	t.notRegex(stderr, /a bug of OSP2P/);
});

test('work that never ends by itself, and holds nothing, is no verdict', async t => {
	t.is((await endOf('await new Promise(() => undefined);')).status, 3);
});
