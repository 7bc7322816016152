import {readFile} from 'node:fs/promises';
import test from 'ava';
import {HarnessError} from './harness-error.ts';
import {describeProblem} from './problem.ts';

const thrown = async (path: string): Promise<unknown> =>
	readFile(path).then(
		() => undefined,
		(error: unknown) => error,
	);

test('what the system refuses of a path is told with the path and a hint, and is no bug', async t => {
	for (const path of ['/nowhere/at-all', '/etc/passwd/x', '/tmp', `/tmp/${'x'.repeat(300)}`]) {
		const {message, hint} = describeProblem(await thrown(path));
		t.true(message.includes(path));
		t.notRegex(message, /bug of OSP2P/);
		t.truthy(hint);
	}
});

test('a full disk is expected without a path too; an EINVAL of nothing is a bug', t => {
	const fault = (code: string) => Object.assign(new Error(`${code}: said so, write`), {code, syscall: 'write'});
	t.regex(describeProblem(fault('ENOSPC')).message, /said so \(ENOSPC, write\)/);
	t.regex(describeProblem(fault('EINVAL')).message, /bug of OSP2P/);
});

test('what was thrown first counts, when taking things down threw more', t => {
	const first = new HarnessError('first', {hint: 'do this'});
	t.deepEqual(describeProblem(new SuppressedError(new Error('later'), first)), {message: 'first', hint: 'do this'});
});
