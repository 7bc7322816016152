import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {MOST_LOG_BYTES} from '../testbed/program-limits.ts';
import {tryScript} from './fixtures/try-script.ts';

test.serial('on plain processes, a peer that prints for ever is told so and leaves the disk its room', async t => {
	t.timeout(120_000);
	const script = '#!/bin/sh\nexec yes "this is line one of many"\n';
	const {cases, folder} = await tryScript(t, script, {seconds: 20, mebibytes: 32, startSeconds: 4});
	t.regex(cases.get('4/registers')?.because ?? '', /did not make itself known/);
	t.regex(cases.get('4/output')?.because ?? '', /wrote \d+ MiB of text/);
	const logs = join(folder, 'runs/protocol');
	const sizes = await Promise.all((await readdir(logs)).map(async name => (await stat(join(logs, name))).size));
	t.true(Math.max(...sizes) > MOST_LOG_BYTES / 2);
	t.true(Math.max(...sizes) < MOST_LOG_BYTES + 1000, `${Math.max(...sizes)} bytes`);
});
