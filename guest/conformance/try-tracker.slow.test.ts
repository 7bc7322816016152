import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {trackerCases} from './tracker-case.ts';
import {type CaseResult, tryTracker} from './try-tracker.ts';

/** Our tracker behind a go-between with a hole, which sees its clients first. */
const goBetween = (hole: string): string => `
import {connect, createServer} from 'node:net';
const [{startTracker}, {parseOptions}] = await Promise.all(${JSON.stringify(
	['tracker', 'options'].map(name => new URL(`../tracker/${name}.ts`, import.meta.url).href),
)}.map(module => import(module)));
const {plan} = parseOptions(['--any-port', '--address', '127.0.0.1']);
const tracker = await startTracker(plan, {random: Math.random, now: () => performance.now()});
createServer({allowHalfOpen: true}, client => {
	const server = connect({port: tracker.port, host: '127.0.0.1', allowHalfOpen: true});
	client.on('error', () => client.destroy()).on('data', bytes => server.write(bytes));
	server.on('error', () => {}).on('data', bytes => client.write(bytes)).on('end', () => client.end());
	${hole}
}).listen(Number(/-p(\\d+)/.exec(process.argv.join(' '))[1]));
`;

const CASES = ['crlf', 'have', 'who-nobody', 'quit-is-a-whole-word', 'list-nothing', 'alias-raw-blank'];

const resultsOf = async (t: ExecutionContext, hole: string): Promise<ReadonlyMap<string, CaseResult>> => {
	t.timeout(170_000);
	const folder = await mkdtemp(join(tmpdir(), 'try-tracker-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const program = join(folder, 'tracker.mjs');
	await writeFile(program, goBetween(hole));
	const results = await tryTracker(
		[process.execPath, program],
		trackerCases.filter(({id}) => CASES.includes(id)),
	);
	return new Map(results.map(one => [one.vector.id, one]));
};

test.serial('what one case leaves behind fails no other, and is told', async t => {
	const results = await resultsOf(t, "client.on('end', () => {})"); // The tracker never hears that somebody has left.
	for (const id of ['crlf', 'have', 'who-nobody', 'list-nothing']) {
		t.is(results.get(id)?.mismatch, undefined, id);
	}

	t.is(results.get('crlf')?.left, 'still lists PEER alice 127.0.0.1:5001, FILE f');
	t.is(results.get('who-nobody')?.left, undefined);
	t.regex(results.get('alias-raw-blank')?.mismatch ?? '', /^step 2/);
});

test.serial('a tracker that dies when a client has left has failed its case, and no other', async t => {
	const results = await resultsOf(
		t,
		// On 'close': that somebody has left may be told by a reset, without an end.
		"let said = ''; client.on('data', bytes => { said += bytes; }).on('end', () => server.end()).on('close', () => said.includes('QUITX') && process.exit(7))",
	);
	t.regex(results.get('quit-is-a-whole-word')?.mismatch ?? '', /afterwards it ended by itself/);
	t.deepEqual(
		[...results.values()]
			.filter(({mismatch}) => mismatch !== undefined)
			.map(({vector}) => vector.id)
			.sort(),
		['alias-raw-blank', 'quit-is-a-whole-word'],
	);
	t.deepEqual(
		[...results.values()].filter(({left, whenUsed}) => left !== undefined || whenUsed !== undefined),
		[],
	);
});
