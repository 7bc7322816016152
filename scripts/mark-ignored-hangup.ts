import {open} from 'node:fs/promises';
import {HANGUP_MARK} from '../guest/net/hangup-mark.ts';

/**
Have an executable that is Node inside remember whether SIGHUP was ignored at its start, as `nohup` asks.

Node gives every signal its default back before any script runs, and nothing tells afterwards. So a few instructions run before Node's own first: where SIGHUP is ignored, they leave a mark that Node does not touch, the main thread's timer slack (`hangup-mark.ts`). They lie in the unused rest of the last page of code, which is mapped anyway.

@param path - An ELF executable of x86-64 or arm64.
@returns Whether it does. One of another kind, or without room, stays as it is.
@see rt_sigaction(2), PR_SET_TIMERSLACK(2const), elf(5); `PlatformInit` in Node's src/node.cc
*/
export const markIgnoredHangup = async (path: string): Promise<boolean> => {
	await using file = await open(path, 'r+');
	const header = Buffer.alloc(64);
	await file.read(header, 0, header.length, 0);
	const machine = MACHINES[header.readUInt16LE(18)];
	if (header.toString('latin1', 0, 5) !== '\x7fELF\x02' || machine === undefined) {
		return false;
	}

	const [entry, tableAt, entrySize, count] = [
		Number(header.readBigUInt64LE(24)),
		Number(header.readBigUInt64LE(32)),
		header.readUInt16LE(54),
		header.readUInt16LE(56),
	];
	const table = Buffer.alloc(entrySize * count);
	await file.read(table, 0, table.length, tableAt);
	const segments = Array.from({length: count}, (_, index) => segmentAt(table, index * entrySize));
	const code = segments.find(
		({type, flags, address, bytes}) =>
			type === PT_LOAD && (flags & PF_X) !== 0 && entry >= address && entry < address + bytes,
	);
	if (code === undefined) {
		return false;
	}

	const at = alignUp(code.bytes, 16);
	const stub = machine.stub(entry - (code.address + at));
	const mapped = alignUp(code.address + code.bytes, PAGE) - code.address;
	const next = Math.min(...segments.filter(({offset}) => offset > code.offset).map(({offset}) => offset));
	const room = Buffer.alloc(stub.length);
	await file.read(room, 0, room.length, code.offset + at);
	if (at + stub.length > mapped || code.offset + at + stub.length > next || room.some(byte => byte !== 0)) {
		return false;
	}

	await file.write(stub, 0, stub.length, code.offset + at);
	table.writeBigUInt64LE(BigInt(at + stub.length), code.at + 32);
	table.writeBigUInt64LE(BigInt(at + stub.length), code.at + 40);
	await file.write(table, 0, table.length, tableAt);
	header.writeBigUInt64LE(BigInt(code.address + at), 24);
	await file.write(header, 0, header.length, 0);
	return true;
};

const PT_LOAD = 1;
const PF_X = 1;
const PAGE = 4096;

const alignUp = (value: number, step: number): number => Math.ceil(value / step) * step;

const segmentAt = (table: Buffer, at: number) => ({
	at,
	type: table.readUInt32LE(at),
	flags: table.readUInt32LE(at + 4),
	offset: Number(table.readBigUInt64LE(at + 8)),
	address: Number(table.readBigUInt64LE(at + 16)),
	bytes: Number(table.readBigUInt64LE(at + 32)),
});

type Machine = {
	/** @param entry - Where to go on, from the stub's beginning, in bytes. */
	readonly stub: (entry: number) => Buffer;
};

/** By their numbers in ELF. What the loader left for Node in a register is kept: `rdx` and `x0`. */
const MACHINES: Readonly<Record<number, Machine>> = {
	62: {
		stub(entry) {
			const code = Buffer.from(
				[
					'52', // push rdx
					'4883ec28', // sub rsp, 40
					'b80d000000', // mov eax, 13: rt_sigaction
					'bf01000000', // mov edi, 1: SIGHUP
					'31f6', // xor esi, esi
					'4889e2', // mov rdx, rsp
					'41ba08000000', // mov r10d, 8
					'0f05', // syscall
					'48833c2401', // cmp qword [rsp], 1: SIG_IGN
					'7511', // jne over the next four
					'b89d000000', // mov eax, 157: prctl
					'bf1d000000', // mov edi, 29: PR_SET_TIMERSLACK
					`be${hex(HANGUP_MARK)}`, // mov esi, the mark
					'0f05', // syscall
					'4883c428', // add rsp, 40
					'5a', // pop rdx
					'e900000000', // jmp to Node's entry
				].join(''),
				'hex',
			);
			code.writeInt32LE(entry - code.length, code.length - 4);
			return code;
		},
	},
	183: {
		stub(entry) {
			const words = [
				0xd1_00_c3_ff, // sub sp, sp, #48
				0xf9_00_13_e0, // str x0, [sp, #32]
				0xd2_80_10_c8, // mov x8, #134: rt_sigaction
				0xd2_80_00_20, // mov x0, #1: SIGHUP
				0xd2_80_00_01, // mov x1, #0
				0x91_00_03_e2, // mov x2, sp
				0xd2_80_01_03, // mov x3, #8
				0xd4_00_00_01, // svc #0
				0xf9_40_03_e9, // ldr x9, [sp]
				0xf1_00_05_3f, // cmp x9, #1: SIG_IGN
				0x54_00_00_a1, // b.ne over the next four
				0xd2_80_14_e8, // mov x8, #167: prctl
				0xd2_80_03_a0, // mov x0, #29: PR_SET_TIMERSLACK
				(0xd2_80_00_01 | (HANGUP_MARK << 5)) >>> 0, // mov x1, the mark
				0xd4_00_00_01, // svc #0
				0xf9_40_13_e0, // ldr x0, [sp, #32]
				0x91_00_c3_ff, // add sp, sp, #48
			];
			const code = Buffer.alloc(words.length * 4 + 4);
			for (const [index, word] of words.entries()) {
				code.writeUInt32LE(word, index * 4);
			}

			const from = words.length * 4;
			code.writeUInt32LE((0x14_00_00_00 | (((entry - from) / 4) & 0x03_ff_ff_ff)) >>> 0, from); // b to Node's entry
			return code;
		},
	},
};

/** Four bytes, the least first. */
const hex = (value: number): string => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes.toString('hex');
};
