import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {allScenarios} from '../commands/all-scenarios.ts';
import {doUnit} from '../grade/do-unit.ts';
import {unitsFor} from '../grade/grade-unit.ts';
import type {Submission} from '../grade/submission.ts';
import {bundleMutants, wrapper} from '../mutants/bundle-mutants.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {SmallPeer} from './twelve.ts';

/** Name of a peer → all its cases, by id. */
export type Grades = ReadonlyMap<string, ReadonlyMap<string, ReportedCase>>;

const ROOT = join(import.meta.dirname, '..', '..');

/**
Grade small peers as `grade --substrate process` does, by all work that plain processes bear.

@param jobs - Pieces of work at a time: they wait more than they work.
@param onUnit - Told of each piece as it is done.
*/
export const gradePeers = async (
	peers: readonly SmallPeer[],
	{
		seed,
		jobs,
		only = [],
		onUnit = () => {},
		signal,
	}: {
		readonly seed: number;
		readonly jobs: number;
		/** Names of pieces of work; all when left out. */
		readonly only?: readonly string[];
		readonly onUnit?: (peer: string, unit: string, seconds: number) => void;
		readonly signal: AbortSignal;
	},
): Promise<Grades> => {
	await using cleanup = new AsyncDisposableStack();
	const folder = cleanup.adopt(await mkdtemp(join(tmpdir(), 'osp2p-peers-')), path =>
		rm(path, {recursive: true, force: true}),
	);
	const bundled = await bundleMutants(folder);
	const substrate = processSubstrate({
		programs: {peer: [process.execPath, bundled.peer], tracker: [process.execPath, bundled.tracker]},
	});
	const scenarios = (await allScenarios()).filter(({needs}) => needs.every(need => substrate.offers.includes(need)));
	const units = unitsFor('peer', scenarios).filter(({name}) => only.length === 0 || only.includes(name));
	const submissions = new Map<string, Submission>();
	for (const peer of peers) {
		submissions.set(peer.name, await submissionOf(peer, {folder, mutantPeer: bundled.mutantPeer}));
	}

	const grades = new Map(peers.map(({name}) => [name, new Map<string, ReportedCase>()]));
	// A peer's pieces come at once: those of others wait, and one processor has little of each.
	const waiting = units.flatMap(unit => peers.map(({name}) => ({unit, name}))).values();
	const work = async (): Promise<void> => {
		for (const {unit, name} of waiting) {
			const submission = submissions.get(name);
			if (submission === undefined) {
				throw new Error(`nobody made ${name}`);
			}

			const {cases, seconds} = await doUnit(unit, submission, {
				role: 'peer',
				substrate,
				seed,
				folder: join(folder, name),
				player: [process.execPath],
				nowMs: () => performance.now(),
				replay: () => '',
				signal,
			});
			for (const one of cases) {
				grades.get(name)?.set(one.id, one);
			}

			onUnit(name, unit.name, seconds);
		}
	};
	await Promise.all(Array.from({length: jobs}, work));
	return grades;
};

const submissionOf = async (
	{name, program, args}: SmallPeer,
	{folder, mutantPeer}: {readonly folder: string; readonly mutantPeer: string},
): Promise<Submission> => {
	const path =
		'folder' in program
			? join(ROOT, program.folder)
			: await wrapper(folder, {name: `osppeer-${name}`, program: mutantPeer, argv: ['--hole', program.hole]});
	return {name, source: {kind: 'path', path, ...(args !== undefined && {args})}, digest: name};
};
