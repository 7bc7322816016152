import path from 'node:path';
import test from 'ava';
import {execa} from 'execa';

const root = path.dirname(import.meta.dirname);

for (const argv of [
	['guest/conformance/main.ts'],
	['guest/soak/main.ts', '--minutes', 'none'],
	['guest/peer/proof/main.ts', '--odd'],
	['guest/conformance/fuzz.ts', '--odd'],
	['host/mutants/main.ts', '--jobs', 'none', 'nothing'],
	['host/peers/main.ts', '--odd'],
	['scripts/docs.ts', '--odd'],
	['scripts/test.ts', '--odd'],
	['scripts/newcomer/main.ts', '--odd'],
	['scripts/system-packages.ts', '--odd'],
] as const) {
	test(`options that make no sense are no verdict: ${argv.join(' ')}`, async t => {
		const {exitCode, stderr} = await execa(process.execPath, [...argv], {cwd: root, reject: false, stdin: 'ignore'});
		t.is(exitCode, 3, stderr);
		t.notRegex(stderr, /^ +at /m);
	});
}
