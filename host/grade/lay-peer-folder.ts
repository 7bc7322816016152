import type {TestNode} from '../testbed/test-node.ts';
import {type OddKind, oddKindOf} from './odd-kind.ts';
import {namesIn, type PeerVector} from './peer-vector.ts';

/** What a file of the graded peer's folder holds: a text that names it, so that a wrong one is found out. */
export const peerFileBytes = (name: string): Buffer =>
	Buffer.from(`the file ${name === 'inlink' ? 'f.txt' : name}\n`.repeat(20), 'latin1');

/** Lay the folder that the vectors ask about anew: plain files, of odd things only these kinds, and a secret outside. */
export const layPeerFolder = async (
	node: TestNode,
	vectors: readonly PeerVector[],
	{kinds, signal}: {readonly kinds: readonly OddKind[]; readonly signal: AbortSignal},
): Promise<void> => {
	const folder = `${node.folder}/shared`;
	await node.run(['rm', '-rf', folder], {signal});
	await node.makeFolder(folder, {signal});
	const isLaid = (vector: PeerVector): boolean => {
		const kind = oddKindOf(vector);
		return kind === undefined || (kind !== 'links' && kinds.includes(kind));
	};
	for (const name of namesIn(vectors.filter(isLaid))) {
		await node.writeFile(`${folder}/${name}`, peerFileBytes(name), {signal});
	}

	await node.writeFile(`${node.folder}/secret.txt`, Buffer.from('a secret that nobody shares\n'), {signal});
	for (const kind of kinds) {
		await OTHERS[kind]?.(node, folder, signal);
	}
};

/** What is more than a file with a name. */
const OTHERS: Readonly<
	Partial<Record<OddKind, (node: TestNode, folder: string, signal: AbortSignal) => Promise<unknown>>>
> = {
	'a folder': async (node, folder, signal) =>
		node.writeFile(`${folder}/sub/s.txt`, Buffer.from('in a folder\n'), {signal}),
	'an empty file': async (node, folder, signal) => node.writeFile(`${folder}/empty`, Buffer.alloc(0), {signal}),
	async links(node, folder, signal) {
		await node.makeLink('../secret.txt', `${folder}/link`, {signal});
		await node.makeLink('f.txt', `${folder}/inlink`, {signal});
	},
	'a pipe': async (node, folder, signal) => node.run(['mkfifo', '-m', '666', `${folder}/pipe`], {signal}),
};
