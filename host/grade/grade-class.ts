import {throwIfDamaged} from '../testbed/damage-error.ts';
import {doUnit, type UnitContext} from './do-unit.ts';
import type {GradeBook} from './grade-book.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
import {forfeit} from './pointless.ts';

/** One piece of work for one submission. */
export type Task = {readonly unit: GradeUnit; readonly book: GradeBook};

/**
What is left to do: everybody is built first, so that who handed in what does not build is known within minutes; then submission by submission, because guests are used again, but by one submission only. One that hangs takes one place of several, until its deadline.
*/
export const tasksOf = (units: readonly GradeUnit[], books: readonly GradeBook[]): Task[] => {
	const builds = units.filter(({kind}) => kind === 'build');
	const rest = units.filter(({kind}) => kind !== 'build');
	const all = [
		...builds.flatMap(unit => books.map(book => ({unit, book}))),
		...books.flatMap(book => rest.map(unit => ({unit, book}))),
	];
	return all.filter(({unit, book}) => !book.has(unit.name));
};

/**
Do what is left to do. What the harness could not do is done once more at the end, a piece at a time: a crowded machine is quieter then, and nobody has to type the command again in the morning.

@param left - What is left to do now.
@param work - Does tasks, several at a time, or one after the other.
*/
export const doWhatIsLeft = async (
	left: () => readonly Task[],
	work: (tasks: readonly Task[], options: {readonly oneByOne: boolean}) => Promise<void>,
): Promise<void> => {
	await work(left(), {oneByOne: false});
	const again = left();
	if (again.length > 0) {
		await work(again, {oneByOne: true});
	}
};

/** Do one piece of work and enter it into its book. */
export const doTask = async ({unit, book}: Task, context: Omit<UnitContext, 'folder'>): Promise<UnitResult> => {
	const because = book.pointless(unit);
	const result: UnitResult =
		because === undefined
			? await doUnit(unit, book.submission, {...context, folder: book.folder})
			: forfeit(unit.name, because);
	if (result.cases.some(({verdict}) => verdict !== 'pass' && verdict !== 'not run')) {
		await throwIfDamaged(context.substrate, `${book.name} did not pass ${unit.name}`);
	}

	context.signal.throwIfAborted(); // What was cut short is nobody's fault, and not to be entered.
	await book.enter(unit.name, result);
	return result;
};
