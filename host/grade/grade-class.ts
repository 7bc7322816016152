import {doUnit, type UnitContext} from './do-unit.ts';
import type {GradeBook} from './grade-book.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
import {notDone} from './pointless.ts';

/** One piece of work for one submission. */
export type Task = {readonly unit: GradeUnit; readonly book: GradeBook};

/**
What is left to do, in an order in which nobody waits long for a first result: the first piece of everybody's work, then the second, and so on. One that hangs takes one place of many, until its deadline.

Attacks, which are most of the work, come at the end, all of a submission together: guests are used again for them, but by one submission only.
*/
export const tasksOf = (units: readonly GradeUnit[], books: readonly GradeBook[]): Task[] => {
	const isAttack = (unit: GradeUnit): boolean => unit.kind === 'scenario' && unit.scenario.group === 'bad';
	const attacks = units.filter(isAttack);
	const all = [
		...units.filter(unit => !isAttack(unit)).flatMap(unit => books.map(book => ({unit, book}))),
		...books.flatMap(book => attacks.map(unit => ({unit, book}))),
	];
	return all.filter(({unit, book}) => !book.has(unit.name));
};

/** Do one piece of work and enter it into its book. */
export const doTask = async ({unit, book}: Task, context: Omit<UnitContext, 'folder'>): Promise<UnitResult> => {
	const because = book.pointless(unit);
	const result: UnitResult =
		because === undefined
			? await doUnit(unit, book.submission, {...context, folder: book.folder})
			: {cases: [notDone({unit: unit.name, because, forfeited: true})], seconds: 0, final: true};
	context.signal.throwIfAborted(); // What was cut short is nobody's fault, and not to be entered.
	await book.enter(unit.name, result);
	return result;
};
