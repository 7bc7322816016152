import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {findPrerequisite, missingPackages, prerequisites, searchPath} from './prerequisites.ts';

test('a host without anything misses every needed package, each once', t => {
	const missing = missingPackages([], {machine: {arch: 'x64', platform: 'linux', rights: 'root'}});
	for (const name of ['qemu-system-x86', 'qemu-utils', 'mmdebstrap']) {
		t.is(missing.filter(other => other === name).length, 1, name);
	}
});

test('another architecture needs another emulator', t => {
	const missing = missingPackages([], {machine: {arch: 'arm64', platform: 'linux', rights: 'root'}});
	t.true(missing.includes('qemu-system-arm'));
	t.false(missing.includes('qemu-system-x86'));
});

test('what only tests use is named only for them', t => {
	t.false(missingPackages([]).includes('gnupg'));
	t.true(missingPackages([], {forTests: true}).includes('gnupg'));
});

test('a program counts as there only when it can be run', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const [qemu] = prerequisites({arch: 'x64', platform: 'linux', rights: 'root'});
	if (qemu === undefined) {
		throw new Error('the list is empty');
	}

	const program = join(folder, 'qemu-system-x86_64');
	await writeFile(program, '', {mode: 0o644});
	t.is(findPrerequisite(qemu, [folder]), undefined);
	await rm(program);
	await writeFile(program, '', {mode: 0o755});
	t.is(findPrerequisite(qemu, [folder]), program);
});

test('the search path has the folders of administrators too, each folder once', t => {
	t.deepEqual(searchPath('/usr/bin::/usr/sbin:/usr/bin'), ['/usr/bin', '/usr/sbin', '/sbin', '/usr/local/sbin']);
});

test('a compiler and its headers, and what else tests use, are installed for them', t => {
	const missing = missingPackages([], {forTests: true, machine: {arch: 'x64', platform: 'linux', rights: 'root'}});
	for (const name of ['gcc', 'libc6-dev', 'make', 'gnupg', 'tshark']) {
		t.true(missing.includes(name), name);
	}
});

test('what builds the image depends on what the user may do', t => {
	const missing = (rights: 'root' | 'user namespaces' | 'none') =>
		missingPackages([], {machine: {arch: 'x64', platform: 'linux', rights}}).filter(name =>
			['uidmap', 'fakechroot', 'fakeroot'].includes(name),
		);
	t.deepEqual(missing('root'), []);
	t.deepEqual(missing('user namespaces'), ['uidmap']);
	t.deepEqual(missing('none'), ['fakechroot', 'fakeroot']);
});
