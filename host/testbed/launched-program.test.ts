import test from 'ava';
import {parseUsage} from './launched-program.ts';

test('reads what launch tells, and the disk', t => {
	const line = 'memory=9 peak=9 resident=104857600 cpu=1.250 files=21 tasks=3 oom=0 pids=7,8 disk=2048';
	t.deepEqual(parseUsage(line), {residentMiB: 100, openFiles: 21, cpuSeconds: 1.25, diskMiB: 2});
});

test('reads what the sampler tells', t => {
	const line = 'resident=1048576 files=4 cpu=12.3 disk=0';
	t.deepEqual(parseUsage(line), {residentMiB: 1, openFiles: 4, cpuSeconds: 12.3, diskMiB: 0});
});

test('a program that is gone uses nothing, and that is not a sample', t => {
	t.is(parseUsage('resident=0 files=0 cpu=1.2 disk=4'), undefined);
	t.is(parseUsage(' disk=4'), undefined);
});
