import {access, constants} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {conditionsOf} from '../grade/conditions.ts';
import {GradeBook as Book, type GradeBook, type GradePlan, maxScore} from '../grade/grade-book.ts';
import {doTask, doWhatIsLeft, type Task, tasksOf} from '../grade/grade-class.ts';
import {knownNames} from '../grade/grade-file.ts';
import {type GradeUnit, unitsFor} from '../grade/grade-unit.ts';
import {loadRubric} from '../grade/load-rubric.ts';
import {refuseClassFolder} from '../grade/refuse-class-folder.ts';
import {findSubmissions, type GradedRole} from '../grade/submission.ts';
import {classWriter, writeClass} from '../grade/write-class.ts';
import {leaveMark} from '../leftovers/running-mark.ts';
import {formatCount} from '../report/amounts.ts';
import {exitCodeOf} from '../report/exit-code.ts';
import {paintFor} from '../report/paint.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {onlyNote} from '../report/rubric.ts';
import {verdictSign} from '../report/verdict-words.ts';
import {byteString} from '../testbed/byte-path.ts';
import type {Command} from '../testbed/test-node.ts';
import {allScenarios} from './all-scenarios.ts';
import {inParallel} from './in-parallel.ts';
import {marksFolder} from './marks-folder.ts';
import {meant} from './nearest-word.ts';
import {openSubstrate} from './open-substrate.ts';
import {openView} from './open-view.ts';
import {replayLine} from './replay-line.ts';
import type {SubstrateFlags} from './run-plan.ts';
import {asCapacityAllows} from './spare-capacity.ts';
import type {Surroundings} from './surroundings.ts';
import {UsageError} from './usage-error.ts';

/** Options of `grade`, as its table of flags makes them. */
export type GradeFlags = SubstrateFlags & {
	readonly submissions: readonly string[];
	readonly role: GradedRole;
	readonly out: string;
	readonly rubric: string | undefined;
	readonly only: string | undefined;
	readonly args: string | undefined;
	readonly seed: number | undefined;
	readonly jobs: number | undefined;
	readonly verbose: boolean;
};

/**
What `grade` does: all work that is not done yet, some of it at a time; every result is on disk as soon as it is known.

@returns The exit code: 0 when every binding case of everybody passed.
*/
export const gradeSubmissions = async (flags: GradeFlags, surroundings: Surroundings): Promise<number> => {
	const {workingFolder, pid, signal, nowMs, print, settle, root, node, look} = surroundings;
	const {role} = flags;
	if (role === 'tracker' && flags.args !== undefined && !flags.args.includes('{port}')) {
		throw new UsageError('--args for a tracker has to say where its port goes: {port}', {
			hint: "For example: --args 'serve --port {port}'",
		});
	}

	const out = resolve(workingFolder, flags.out);
	await makeOut(out);
	await refuseClassFolder(flags.submissions, workingFolder);
	const submissions = await findSubmissions(flags.submissions, {
		workingFolder,
		args: flags.args,
		known: await knownNames(out),
	});
	const units = chooseUnits(unitsFor(role, await allScenarios()), flags.only);
	const plan: GradePlan = {
		role,
		// One for all by default: a class is to meet the same random choices, also when grading is resumed.
		seed: flags.seed ?? 1,
		conditions: await conditionsOf(
			{
				args: flags.args,
				substrate: flags.substrate,
				base: flags.base,
				packages: flags.packages,
				memory: flags.memory,
				disk: flags.disk,
			},
			{root, arch: surroundings.arch},
		),
		rubric: await loadRubric(flags.rubric, {role, workingFolder}),
		units: units.map(({name}) => name),
		only: flags.only,
		out,
	};
	await using _ = await leaveMark(marksFolder(surroundings), {pid, folders: [out]});
	const books = await Promise.all(submissions.map(submission => Book.open(plan, submission)));
	const tasks = tasksOf(units, books);
	using view = openView(surroundings, flags);
	for (const {name, anewBecause} of books.filter(book => book.anewBecause !== undefined)) {
		view.say(`${name} is graded anew: ${anewBecause}`);
	}

	if (tasks.length > 0) {
		const [first] = submissions;
		const source = first?.source ?? ({kind: 'ours'} as const);
		const programs = {peer: source, tracker: source};
		await using substrate = await openSubstrate(flags, {
			programs,
			extras: role === 'tracker' ? ['ospvectors'] : [],
			suiteFolder: out,
			takesExtra: flags.jobs === undefined,
			surroundings,
			view,
		});
		const player: Command =
			flags.substrate === 'vm'
				? ['/opt/osp2p/bin/ospvectors']
				: [byteString(node), byteString(join(root, 'guest', 'conformance', 'main.ts'))];
		let done = 0;
		const writeNow = classWriter(plan, books, {nowMs});
		view.step(`${formatCount(tasks.length, 'piece')} of work for ${formatCount(books.length, 'submission')}`);
		const work = async (task: Task): Promise<void> => {
			const {cases} = await doTask(task, {
				role,
				substrate: substrate.plan,
				seed: plan.seed,
				player,
				nowMs,
				replay: unit => replayOf(unit, task.book, flags, plan.seed),
				signal,
			});
			view.say(workLine(task, cases));
			done++;
			view.progress({share: Math.min(1, done / tasks.length)});
			await writeNow();
		};
		try {
			await doWhatIsLeft(
				() => tasksOf(units, books),
				async (some, {oneByOne}) => {
					if (oneByOne) {
						view.say(`${formatCount(some.length, 'piece')} of work could not be done: once more, one at a time`);
						await inParallel(1, some, work);
					} else if (flags.jobs === undefined) {
						await inParallel(substrate.jobs, some, work, {extra: asCapacityAllows(substrate.extra, {look})});
					} else {
						await inParallel(flags.jobs, some, work);
					}
				},
			);
		} catch (error) {
			await writeClass(plan, books).catch(() => undefined); // What is known is told, also when the rest is cut short.
			throw error;
		}
	}

	await Promise.all(books.map(book => book.write()));
	await writeClass(plan, books);
	view.end('done');
	const exitCode = exitCodeOf(books.flatMap(({cases}) => cases.filter(({level}) => level === 'must')));
	settle(exitCode);
	print(summary(books, plan, surroundings.colours));
	return exitCode;
};

const chooseUnits = (all: readonly GradeUnit[], only: string | undefined): GradeUnit[] => {
	if (only === undefined) {
		return [...all];
	}

	const words = only.split(',').map(word => word.trim());
	const isMeant = (unit: GradeUnit, word: string): boolean =>
		unit.name === word || (unit.kind === 'scenario' && unit.scenario.group === word);
	const unknown = words.find(word => !all.some(unit => isMeant(unit, word)));
	if (unknown !== undefined) {
		const known = new Set(['good', 'network', 'bad', ...all.map(({name}) => name)]);
		throw new UsageError(`--only ${unknown}: there is no such work`, {hint: meant(unknown, [...known])});
	}

	return all.filter(unit => unit.kind === 'build' || words.some(word => isMeant(unit, word)));
};

/** One piece of work, as it ends. */
const workLine = ({book, unit}: Task, cases: readonly ReportedCase[]): string => {
	const done = cases.filter(({verdict}) => verdict !== 'not run');
	const bad = done.filter(({verdict, level}) => verdict !== 'pass' && level !== 'information').length;
	const verdict = done.length === 0 ? 'not run' : bad === 0 ? 'pass' : 'fail';
	const words = {'not run': ', not run', pass: '', fail: `, ${bad} not passed`}[verdict];
	return `${verdictSign(verdict)} ${book.name}: ${unit.name}${words}`;
};

/** Found out before hours of work, not after the first piece of it. */
const makeOut = async (out: string): Promise<void> => {
	try {
		await makeFolder(out);
		await access(out, constants.W_OK);
	} catch (cause) {
		throw new UsageError(`--out ${out} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
			hint: 'Name a folder that you may write to, or one that can be made.',
			cause,
		});
	}
};

const replayOf = (unit: string, {submission}: GradeBook, flags: GradeFlags, seed: number): string =>
	replayLine({
		scenario: unit,
		group: '',
		seed,
		files: [],
		flags: {
			[flags.role]: submission.source.path,
			args: flags.args,
			substrate: flags.substrate === 'vm' ? undefined : flags.substrate,
			packages: flags.packages,
		},
	});

const summary = (books: readonly GradeBook[], {rubric, out, only}: GradePlan, colours: boolean): string => {
	const paint = paintFor({colours});
	const width = Math.max(0, ...books.map(({name}) => name.length));
	const lines = books.map(({name, score, cases}) => {
		const counted = cases.filter(({level}) => level !== 'information');
		const count = (verdict: string): number => counted.filter(one => one.verdict === verdict).length;
		return `${paint.bold(name.padEnd(width))}  ${String(score).padStart(6)} of ${maxScore(rubric)}   ${paint.green(`${count('pass')} passed`)}, ${paint.red(`${count('fail')} failed`)}, ${paint.yellow(`${count('unknown') + count('error')} undecided`)}, ${count('not run')} not run\n`;
	});
	const note = only === undefined ? '' : `\n${paint.yellow(onlyNote(only))}\n`;
	return `\n${lines.join('')}${note}\n${paint.dim('class  ')}  ${out}/index.html\n${paint.dim('table  ')}  ${out}/matrix.csv\n${paint.dim('reports')}  ${out}/<submission>/report.html\n\n`;
};
