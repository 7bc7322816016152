import test from 'ava';
import {parseUsage} from './guest-program.ts';

test('reads what the agent tells', t => {
	const line = 'resident=104857600 files=21 cpu=1.250 disk=2048';
	t.deepEqual(parseUsage(line), {residentMiB: 100, openFiles: 21, cpuSeconds: 1.25, diskMiB: 2});
});

test('a program that is gone uses nothing, and that is not a sample', t => {
	t.is(parseUsage('resident=0 files=0 cpu=1.2 disk=4'), undefined);
	t.is(parseUsage(''), undefined);
});
