import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ensureImage} from '../../image/build.ts';
import {doUnit, type UnitContext} from '../grade/do-unit.ts';
import {explorer, FOOTPRINT, type Hostile, hostileSubmissions} from '../grade/fixtures/hostile.ts';
import type {Submission} from '../grade/submission.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {openGuestPool} from '../testbed/guest-pool.ts';
import {Semaphore} from '../testbed/semaphore.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

/*
They are graded a few at a time, and handed the same guests, tidied: what one leaves behind would show at the next, and the
last is a sound peer that has to pass. (Elsewhere no submission gets a guest that another has had.)
*/

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
/** Long enough for two at once on a busy machine, short enough to wait for those that never end. */
const limits = {seconds: 25, mebibytes: 64, startSeconds: 12};
const diskMiB = 48;
/** How many are graded at once, and the guests for them: two each. */
const AT_ONCE = 2;
const signal = new AbortController().signal;
const owned = new AsyncDisposableStack();
let folder: string;
let substrate: Substrate;

test.before('guests', async t => {
	t.timeout(600_000);
	folder = owned.adopt(await mkdtemp(join(tmpdir(), 'osp2p-test-')), path => rm(path, {recursive: true}));
	const executables = ['osppeer', 'osptracker'].map(name => ({
		name,
		path: join(import.meta.dirname, `../../dist/${name}`),
	}));
	const options = {signal, report: () => {}};
	const image = await ensureImage({base: 'auto', executables, variant: 'build-tools', cacheFolder}, options);
	const startVm = forkEach({image, memoryMiB: 512, cpus: 1}, {...options, accelerator, cacheFolder});
	const guests = owned.use(
		await openGuestPool(enterBy(startVm, image, {diskMiB}), {
			most: 2 * AT_ONCE,
			parentFolder: folder,
			report: what => t.log(what),
			signal,
		}),
	);
	const machines = vmSubstrate({image, accelerator, guests});
	substrate = {
		...machines,
		start: (plans, more) =>
			machines.start(
				plans.map(plan => ({...plan, sharedAs: 'everybody'})),
				more,
			),
	};
	handAllIn();
});

test.after.always('the guests end', async () => owned.disposeAsync());

/** Lay out what is handed in: a lone file as it is, more of them as a folder. */
const handIn = async (name: string, files: Hostile['files']): Promise<Submission> => {
	const home = join(folder, name);
	await mkdir(home);
	for (const [file, text] of Object.entries(files)) {
		await writeFile(join(home, file), text);
		await chmod(join(home, file), text.startsWith('#!') ? 0o755 : 0o644);
	}

	const [only, ...more] = Object.keys(files);
	const path = more.length === 0 && only !== 'Makefile' ? join(home, String(only)) : home;
	return {name, source: {kind: 'path', path}, digest: name};
};

const contextOf = ({name}: Submission, within: typeof limits): UnitContext => ({
	role: 'peer',
	substrate,
	seed: 1,
	folder: join(folder, 'grades', name),
	player: ['/opt/osp2p/bin/ospvectors'],
	nowMs: () => performance.now(),
	replay: unit => unit,
	limits: within,
	signal,
});

const buildIt = async (submission: Submission, within: typeof limits): Promise<readonly ReportedCase[]> =>
	(await doUnit({kind: 'build', name: 'build'}, submission, contextOf(submission, within))).cases;

/** Build it and try the protocol, as `grade` does. */
const gradeIt = async (submission: Submission, within = limits): Promise<readonly ReportedCase[]> => {
	const built = await buildIt(submission, within);
	if (built.some(({verdict}) => verdict !== 'pass')) {
		return built;
	}

	const context = contextOf(submission, within);
	return [...built, ...(await doUnit({kind: 'protocol', name: 'protocol'}, submission, context)).cases];
};

/** What was found out about each; under way from the beginning. */
const graded = new Map<Hostile, Promise<readonly ReportedCase[]>>();

const handAllIn = (): void => {
	const semaphore = new Semaphore(AT_ONCE);
	for (const [index, hostile] of hostileSubmissions.entries()) {
		const grading = (async () => {
			await semaphore.take(1, {signal});
			try {
				return await gradeIt(await handIn(`hostile-${index}`, hostile.files), {
					...limits,
					seconds: hostile.buildSeconds ?? limits.seconds,
				});
			} finally {
				semaphore.leave(1);
			}
		})();
		grading.catch(() => {}); // Its test hears of it.
		graded.set(hostile, grading);
	}
};

const isFoundOut = test.macro({
	title: (_, {title}: Hostile) => `a submission that ${title} is found out, and nothing else happens`,
	async exec(t: ExecutionContext, hostile: Hostile) {
		t.timeout(300_000);
		const cases = (await graded.get(hostile)) ?? [];
		const binding = cases.filter(({verdict, level}) => verdict === 'fail' && level === 'must');
		t.deepEqual(
			binding.map(({id}) => id),
			[hostile.foundBy],
		);
		t.deepEqual(
			cases.filter(({verdict}) => verdict === 'error' || verdict === 'unknown'),
			[],
		);
		t.regex(binding[0]?.because ?? '', hostile.finding);
		t.regex(binding[0]?.lines.join('\n') ?? '', hostile.lines ?? /^/);
		const besides = cases.find(({id}) => id === hostile.besides?.id);
		t.regex(besides?.because ?? '', hostile.besides?.finding ?? /^/);
	},
});

for (const hostile of hostileSubmissions) {
	test.serial(isFoundOut, hostile);
}

test.serial('what a Makefile leaves running, with its output in its hands, is not waited for', async t => {
	t.timeout(300_000);
	const files = {
		Makefile: 'osppeer:\n\t(setsid sleep 1000 &)\n\tcp peer.sh osppeer\n',
		'peer.sh': '#!/bin/sh\nsleep 1\n',
	};
	const cases = await buildIt(await handIn('leaves-one', files), {...limits, seconds: 60});
	t.true(cases.length > 0);
	t.deepEqual(
		cases.filter(({verdict}) => verdict !== 'pass'),
		[],
	);
});

test.serial('one that looks for a way out finds none', async t => {
	t.timeout(300_000);
	let callers = 0;
	const server = createServer(socket => {
		callers += 1;
		socket.end('hello');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as {port: number};
	const cases = await gradeIt(await handIn('explorer', explorer(port)));
	server.close();
	const lines = cases.find(({id}) => id === '4/registers')?.lines ?? [];
	t.is(lines.at(-1), 'looked everywhere');
	t.is(callers, 0);
	t.false(existsSync(FOOTPRINT), 'neither built nor run on this host');
	t.deepEqual(
		lines.filter(line => /^[A-Z]{2,}/.test(line)),
		[],
	);
});

test.serial('after all of them a sound peer of C, built there, has nothing against it', async t => {
	t.timeout(300_000);
	const path = join(import.meta.dirname, '../grade/fixtures/c-peer');
	const cases = await gradeIt(
		{name: 'c-peer', source: {kind: 'path', path}, digest: 'c-peer'},
		{...limits, seconds: 180},
	);
	t.deepEqual(
		cases.filter(({verdict, level}) => verdict !== 'pass' && level === 'must'),
		[],
	);
	t.true(cases.length > 70);
});
