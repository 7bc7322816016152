import test from 'ava';
import {doWhatIsLeft, type Task} from './grade-class.ts';

const task = (name: string): Task => ({unit: {name}, book: {}}) as unknown as Task;

test('what could not be done is done once more at the end, one at a time, and no third time', async t => {
	const done = new Set<string>();
	const log: string[] = [];
	await doWhatIsLeft(
		() => ['build', 'silence', 'hang-up'].filter(name => !done.has(name)).map(task),
		async (tasks, {oneByOne}) => {
			for (const {unit} of tasks) {
				log.push(`${unit.name}${oneByOne ? ' again' : ''}`);
				if (unit.name === 'build' || (unit.name === 'silence' && oneByOne)) {
					done.add(unit.name);
				}
			}
		},
	);
	t.deepEqual(log, ['build', 'silence', 'hang-up', 'silence again', 'hang-up again']);
});

test('where all could be done, nothing is done again', async t => {
	let calls = 0;
	await doWhatIsLeft(
		() => (calls === 0 ? [task('build')] : []),
		async () => {
			calls += 1;
		},
	);
	t.is(calls, 1);
});
