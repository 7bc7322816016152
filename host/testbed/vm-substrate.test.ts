import test from 'ava';
import type {Happening} from '../history/event.ts';
import {vmSubstrate} from './vm-substrate.ts';

const image = {
	key: 'k'.repeat(12),
	folder: '/i',
	disk: '/i/disk',
	programs: '/i/programs',
	programsKey: 'p',
	programNames: [],
	kernel: '/i/kernel',
	initrd: '/i/initrd',
	kernelArguments: [],
	sshKey: '/k/key',
	hostKey: 'ssh-ed25519 AAAA',
	knownHosts: '/k/known_hosts',
	user: 'root',
	variant: 'plain',
	architecture: 'amd64',
	base: 'Debian',
	packages: {},
} as const;

test('a run with more guests than fit says so before it starts the first', async t => {
	const notes: string[] = [];
	const substrate = vmSubstrate({
		image,
		accelerator: {name: 'tcg', because: 'of this test'},
		capacity: {guests: 2, eachMiB: 620, because: 'two cores'},
		guests: {
			async lend() {
				throw new Error(`no guests; told before: ${notes.join()}`);
			},
		},
	});
	const start = (names: readonly string[]) =>
		substrate.start(
			names.map(name => ({name, ports: []})),
			{
				folder: '/r',
				seed: 1,
				signal: new AbortController().signal,
				record: (event: Happening) => void (event.type === 'note' && notes.push(event.text)),
			},
		);
	await t.throwsAsync(start(['a', 'b']), {message: 'no guests; told before: '});
	await t.throwsAsync(start(['a', 'b', 'c']), {message: /told before: starts 3 guests where 2 fit \(two cores\)/});
});
