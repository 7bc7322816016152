import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';
import {replayLine} from './replay-line.ts';

test('the line names what is not the default, and the launcher that fits', t => {
	const line = (scenario: string, group: string): string =>
		replayLine({scenario, group, seed: 7, files: [], flags: {memory: 512, base: undefined, hold: false}});
	t.is(line('good', 'good'), './run-good --seed 7 --memory 512');
	t.is(line('endless', 'bad'), './run-bad endless --seed 7 --memory 512');
	t.is(line('slow', 'network'), 'scripts/osp2p run slow --seed 7 --memory 512');
});

test('a shell gives every word back as it was', async t => {
	const files = ['it’s.jpg', "it's", '$HOME', 'a\nb', '-dash', ''];
	const line = replayLine({scenario: 'good', group: 'good', seed: 1, files, flags: {}});
	const {stdout} = await promisify(execFile)('sh', ['-c', `printf '%s\\0' ${line}`]);
	t.deepEqual(stdout.split('\0').slice(0, -1), ['./run-good', '--seed', '1', '--', ...files]);
});
