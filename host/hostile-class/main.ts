#!/usr/bin/env node
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {handIn} from './hand-in.ts';

undecidedUntilTold();

/**
Grades a hostile class: `npm run hostile-class -- [--only WORK,…] [--kill-after SECONDS] [--alone N]`.

Thirty submissions, of which twenty cheat or break, are graded in one go, killed (`kill -9`) in the middle, and graded to the end by the same command; then N of the honest ones each alone. Prints what it took, and every case of an honest one that differs from its grade alone or among the honest. Exit code 1 when one differs.
*/
const {values} = parseArgs({
	options: {
		only: {type: 'string', default: 'empty'},
		'kill-after': {type: 'string', default: '60'},
		alone: {type: 'string', default: '1'},
	},
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'osp2p-hostile-class-'));
const {honest, cheats} = await handIn(folder);
const root = join(import.meta.dirname, '../..');

/** @returns How long it took, in seconds, and how it ended. */
const grade = async (paths: readonly string[], out: string, killAfterMs?: number) => {
	const startedMs = performance.now();
	const argv = ['grade', ...paths, '--only', values.only, '--out', out];
	const child = spawn(process.execPath, [join(root, 'host/cli.ts'), ...argv], {cwd: root, stdio: 'ignore'});
	const killing = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
	const [exitCode, signal] = await once(child, 'exit');
	clearTimeout(killing);
	return {seconds: (performance.now() - startedMs) / 1000, end: signal ?? `exit code ${exitCode}`};
};

type Results = {
	readonly cases: ReadonlyArray<{readonly id: string; readonly verdict: string}>;
	readonly score: number;
	readonly complete: boolean;
};

const resultsOf = async (out: string, path: string): Promise<Results> =>
	JSON.parse(await readFile(join(out, basename(path), 'results.json'), 'utf8'));

const verdictsOf = ({cases}: Results): Map<string, string> => new Map(cases.map(({id, verdict}) => [id, verdict]));

try {
	const out = join(folder, 'grades');
	const all = [...cheats, ...honest].toSorted((a, b) => (basename(a).slice(-1) < basename(b).slice(-1) ? -1 : 1));
	const first = await grade(all, out, Number(values['kill-after']) * 1000);
	say(`${all.length} submissions: ${first.seconds.toFixed(0)} s, then ${first.end}`);
	const second = await grade(all, out);
	say(`the same command again: ${second.seconds.toFixed(0)} s, ${second.end}`);
	const graded = await Promise.all(all.map(async path => ({path, ...(await resultsOf(out, path))})));
	say(`${graded.filter(({complete}) => complete).length} of ${all.length} graded to the end`);
	for (const {path, score} of graded.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
		say(`${basename(path).padEnd(12)} ${score}`);
	}

	let differ = 0;
	for (const path of honest.slice(0, Number(values.alone))) {
		const alone = join(folder, `alone-${basename(path)}`);
		const {seconds, end} = await grade([path], alone);
		say(`${basename(path)} alone: ${seconds.toFixed(0)} s, ${end}`);
		const expected = verdictsOf(await resultsOf(alone, path));
		for (const other of honest) {
			const found = verdictsOf(await resultsOf(out, other));
			for (const id of new Set([...expected.keys(), ...found.keys()])) {
				if (expected.get(id) !== found.get(id)) {
					differ += 1;
					say(`${basename(other)}: ${id} is ${found.get(id)}, alone ${expected.get(id)}`);
				}
			}
		}
	}

	say(`${differ} cases of honest submissions differ`);
	process.exitCode = differ === 0 ? 0 : 1;
} finally {
	await rm(folder, {recursive: true, force: true});
}
