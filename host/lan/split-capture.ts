import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isGroup, MacTable, macAt} from './mac-table.ts';
import {interfaceBlock, packetBlock, sectionHeader} from './pcapng.ts';
import {type CapturedPacket, PACKET_HEAD_BYTES, readPcapng} from './read-pcapng.ts';

/** What the captures of all links of a run come to at most, in bytes: a flood is in each of them once more. */
const MAX_BYTES = 96 * 1024 * 1024;

/**
Make a capture of each link out of that of the whole network, beside it: what the machine sent, and what reached it, when it did. One that grows too large ends early; the whole is in the network's.

@param mostBytes - Of all of them together.
@returns The paths of the files made, one for each name.
*/
export const splitCapture = async (
	lanPath: string,
	folder: string,
	names: readonly string[],
	{mostBytes = MAX_BYTES}: {readonly mostBytes?: number} = {},
): Promise<readonly string[]> => {
	const file = await readFile(lanPath);
	const links = packetsByLink(file, names);
	const paths: string[] = [];
	// One after the other: each is made whole in memory.
	for (const [name, packets] of links) {
		const path = join(folder, `${name}.pcapng`);
		await writeFile(path, captureOf(name, packets, {file, mostBytes: mostBytes / names.length}));
		paths.push(path);
	}

	return paths;
};

/** A packet on a link: a block of the network's capture, or one made anew since it came later or was commented. */
type Block = {readonly microseconds: number; readonly at: number; readonly bytes: number; readonly made?: Buffer};

const packetsByLink = (file: Buffer, names: readonly string[]): ReadonlyMap<string, readonly Block[]> => {
	const links = new Map(names.map(name => [name, [] as Block[]]));
	const table = new MacTable<string>();
	for (const packet of readPcapng(file)) {
		const {at, blockBytes, interfaceName: from, microseconds, comment, keptBytes} = packet;
		const block = {microseconds, at, bytes: blockBytes};
		links.get(from)?.push(block);
		if (keptBytes < 12) {
			continue;
		}

		const frameAt = at + PACKET_HEAD_BYTES;
		table.learn(macAt(file, frameAt + 6), from, microseconds / 1000);
		const target = macAt(file, frameAt);
		const known = isGroup(target) ? undefined : table.find(target, microseconds / 1000);
		for (const name of known === undefined ? names : [known]) {
			const fate = comment === undefined ? undefined : fateOn(comment, name);
			if (name !== from && !fate?.startsWith('lost')) {
				links.get(name)?.push(comment === undefined ? block : madeAnew(packet, fate));
			}
		}
	}

	return links;
};

const madeAnew = (packet: CapturedPacket, fate: string | undefined): Block => {
	const {bytes, wholeBytes} = packet;
	const microseconds = packet.microseconds + delayOf(fate);
	const made = packetBlock({interfaceNumber: 0, microseconds, bytes, wholeBytes, comment: fate});
	return {microseconds, at: 0, bytes: made.length, made};
};

const captureOf = (
	name: string,
	blocks: readonly Block[],
	{file, mostBytes}: {readonly file: Buffer; readonly mostBytes: number},
): Buffer => {
	const head = Buffer.concat([sectionHeader(), interfaceBlock(name)]);
	let room = mostBytes - head.length;
	const sorted = blocks.toSorted((left, right) => left.microseconds - right.microseconds);
	const firstLeftOut = sorted.findIndex(({bytes}) => {
		room -= bytes;
		return room < 0;
	});
	const inOrder = firstLeftOut === -1 ? sorted : sorted.slice(0, firstLeftOut);
	const capture = Buffer.allocUnsafe(head.length + inOrder.reduce((sum, {bytes}) => sum + bytes, 0));
	let used = head.copy(capture);
	for (const {at, bytes, made} of inOrder) {
		(made ?? file).copy(capture, used, at, at + bytes);
		capture.writeUInt32LE(0, used + 8); // The only interface of this file.
		used += bytes;
	}

	return capture;
};

/** What a comment such as `→ bob: delayed 40.0 ms` says about the way to one machine. */
const fateOn = (comment: string, name: string): string | undefined =>
	comment
		.split('\n')
		.find(line => line.startsWith(`→ ${name}: `))
		?.slice(`→ ${name}: `.length);

/** In microseconds. */
const delayOf = (fate: string | undefined): number =>
	Math.round(Number(/^delayed ([\d.]+) ms/.exec(fate ?? '')?.[1] ?? 0) * 1000);
