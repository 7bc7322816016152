import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isGroup, MacTable, macAt} from './mac-table.ts';
import {interfaceBlock, type Packet, packetBlock, sectionHeader} from './pcapng.ts';
import {type CapturedPacket, readPcapng} from './read-pcapng.ts';

/**
Make a capture of each link out of that of the whole network, beside it: what the machine sent, and what reached it, when it did.

@returns The paths of the files made, one for each name.
*/
export const splitCapture = async (
	lanPath: string,
	folder: string,
	names: readonly string[],
): Promise<readonly string[]> => {
	const packets = packetsByLink(readPcapng(await readFile(lanPath)), names);
	return Promise.all(
		names.map(async name => {
			const path = join(folder, `${name}.pcapng`);
			const inOrder = (packets.get(name) ?? []).toSorted((left, right) => left.microseconds - right.microseconds);
			await writeFile(path, Buffer.concat([sectionHeader(), interfaceBlock(name), ...inOrder.map(packetBlock)]));
			return path;
		}),
	);
};

const packetsByLink = (
	captured: Iterable<CapturedPacket>,
	names: readonly string[],
): ReadonlyMap<string, readonly Packet[]> => {
	const links = new Map(names.map(name => [name, [] as Packet[]]));
	const table = new MacTable<string>();
	for (const packet of captured) {
		const from = packet.interfaceName;
		links.get(from)?.push({...packet, interfaceNumber: 0});
		if (packet.bytes.length < 12) {
			continue;
		}

		const nowMs = packet.microseconds / 1000;
		table.learn(macAt(packet.bytes, 6), from, nowMs);
		const target = macAt(packet.bytes, 0);
		const known = isGroup(target) ? undefined : table.find(target, nowMs);
		for (const name of known === undefined ? names : [known]) {
			const fate = fateOn(packet.comment, name);
			if (name !== from && !fate?.startsWith('lost')) {
				links
					.get(name)
					?.push({...packet, interfaceNumber: 0, comment: fate, microseconds: packet.microseconds + delayOf(fate)});
			}
		}
	}

	return links;
};

/** What a comment such as `→ bob: delayed 40.0 ms` says about the way to one machine. */
const fateOn = (comment: string | undefined, name: string): string | undefined =>
	comment
		?.split('\n')
		.find(line => line.startsWith(`→ ${name}: `))
		?.slice(`→ ${name}: `.length);

/** In microseconds. */
const delayOf = (fate: string | undefined): number =>
	Math.round(Number(/^delayed ([\d.]+) ms/.exec(fate ?? '')?.[1] ?? 0) * 1000);
