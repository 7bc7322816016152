import test from 'ava';
import {formatClock, formatIdentity, formatSeed, formatWarm, identityOf} from './guest-identity.ts';

const vm = {
	name: 'alice',
	image: {key: 'k', disk: '', programs: '', kernel: '', initrd: '', kernelArguments: []},
	memoryMiB: 512,
	cpus: 1,
	lan: {mac: '02:00:00:00:00:05', address: '10.77.0.5/16'},
	hosts: [
		{name: 'alice', address: '10.77.0.5'},
		{name: 'b b', address: '10.77.0.6'},
	],
	forwards: [],
};

test('one line says all that a guest is', t => {
	const identity = identityOf(vm, bytes => Buffer.alloc(bytes, 0xab));
	t.is(
		formatIdentity(identity, 1_700_000_000_123.5),
		`seed=${'ab'.repeat(64)} time=1700000000.123500 machine_id=${'ab'.repeat(16)} hostname=alice ` +
			'mac=02:00:00:00:00:05 address=10.77.0.5/16 hosts=alice:10.77.0.5,b%20b:10.77.0.6 programs=yes\n',
	);
});

test('entropy, the clock and the programs can be given alone', t => {
	t.is(formatSeed(Buffer.from([1, 255])), 'seed=01ff\n');
	t.is(formatClock(1500), 'time=1.500000\n');
	t.is(formatWarm(['osppeer', 'osptracker']), 'programs=yes warm=osppeer,osptracker\n');
});

test('each identity asks for its own entropy', t => {
	let asked = 0;
	const random = (bytes: number): Buffer => Buffer.alloc(bytes, ++asked);
	t.notDeepEqual(identityOf(vm, random), identityOf(vm, random));
});
