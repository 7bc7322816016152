import {spawnSync} from 'node:child_process';
import {mkdtempDisposable, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {HANGUP_MARK} from '../guest/net/hangup-mark.ts';
import {markIgnoredHangup} from './mark-ignored-hangup.ts';

/** A program that ends with its timer slack, less 50,000: the least executable there is. */
const PROGRAMS = {
	x64: {machine: 62, code: 'b89d000000bf1e0000000f0589c781ef50c30000b83c0000000f05', emulator: undefined},
	//  mov eax, 157; mov edi, 30; syscall; mov edi, eax; sub edi, 50000; mov eax, 60; syscall
	arm64: {machine: 183, code: 'e81480d2c00380d2010000d4096a98d2000009cba80b80d2010000d4', emulator: 'qemu-aarch64'},
	//  mov x8, #167; mov x0, #30; svc #0; mov x9, #50000; sub x0, x0, x9; mov x8, #93; svc #0
} as const;

const BASE = 0x40_00_00;
const HEADERS = 64 + 56;

/** One segment, that begins with the headers; behind it, `room` bytes until something else begins. */
const executable = ({machine, code}: {readonly machine: number; readonly code: string}, room = 3000): Buffer => {
	const bytes = Buffer.alloc(HEADERS + code.length / 2 + room);
	const end = HEADERS + code.length / 2;
	bytes.write('\x7fELF\x02\x01\x01', 'latin1');
	bytes.writeUInt16LE(2, 16); // An executable.
	bytes.writeUInt16LE(machine, 18);
	bytes.writeUInt32LE(1, 20);
	bytes.writeBigUInt64LE(BigInt(BASE + HEADERS), 24); // Where it begins.
	bytes.writeBigUInt64LE(64n, 32); // Its table of segments: of one, 56 bytes.
	bytes.writeUInt16LE(64, 52);
	bytes.writeUInt16LE(56, 54);
	bytes.writeUInt16LE(1, 56);
	bytes.writeUInt32LE(1, 64);
	bytes.writeUInt32LE(5, 68); // May be read and executed.
	for (const [at, value] of [BASE, BASE, end, end, 4096].entries()) {
		bytes.writeBigUInt64LE(BigInt(value), 64 + 16 + at * 8);
	}

	bytes.write(code, HEADERS, 'hex');
	return bytes;
};

const marked = async (bytes: Buffer, use: (file: string) => Promise<void> | void): Promise<void> => {
	await using folder = await mkdtempDisposable(path.join(tmpdir(), 'osp2p-mark-'));
	const file = path.join(folder.path, 'program');
	await writeFile(file, bytes, {mode: 0o755});
	await markIgnoredHangup(file);
	await use(file);
};

for (const [arch, program] of Object.entries(PROGRAMS)) {
	const emulator = arch === process.arch ? [] : [program.emulator ?? 'none'];
	const canRun =
		process.platform === 'linux' && (emulator.length === 0 || spawnSync(emulator[0] ?? '', ['--version']).status === 0);
	const title = `an executable of ${arch} remembers that SIGHUP was ignored at its start, and only that`;
	const body = async (t: ExecutionContext): Promise<void> => {
		await marked(executable(program), file => {
			const run = (trap: string) => spawnSync('sh', ['-c', `${trap} exec "$@"`, 'sh', ...emulator, file]);
			t.is(run("trap '' HUP;").status, HANGUP_MARK - 50_000);
			t.is(run('').status, 0);
			t.is(run("trap '' TERM;").status, 0);
		});
	};

	(canRun ? test.serial : test.skip)(canRun ? title : `${title} (not here: install qemu-user to run it)`, body);
}

test('what is no executable of a processor that we know stays as it is', async t => {
	for (const bytes of [Buffer.from('#!/bin/sh\nexit 0\n'), executable({machine: 243, code: '00'})]) {
		await marked(bytes, async file => {
			t.deepEqual(await readFile(file), bytes);
		});
	}
});

test('an executable without room behind its code stays as it is', async t => {
	const bytes = executable(PROGRAMS.x64).fill(1, HEADERS + PROGRAMS.x64.code.length / 2);
	await marked(bytes, async file => {
		t.deepEqual(await readFile(file), bytes);
	});
});
