import type {TestFn} from 'ava';

/** AVA's `test`, and what hangs on it (`test.serial`, `test.skip` …), with a name before every title. */
export const namedTest = <Subject extends object = TestFn>(test: Subject, name: string): Subject =>
	new Proxy(test, {
		apply: (target, self, [title, ...rest]) =>
			Reflect.apply(target as TestFn, self, [typeof title === 'string' ? `${name} › ${title}` : title, ...rest]),
		get(target, key, receiver) {
			const value: unknown = Reflect.get(target, key, receiver);
			return typeof value === 'function' && KINDS.has(String(key)) ? namedTest(value, name) : value;
		},
	});

/** What takes a title first; hooks and macros do not. */
const KINDS = new Set(['serial', 'failing', 'only', 'skip', 'todo']);
