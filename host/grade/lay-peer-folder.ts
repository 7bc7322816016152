import type {TestNode} from '../testbed/test-node.ts';
import {namesIn, type PeerVector} from './peer-vector.ts';

/** What a file of the graded peer's folder holds: a text that names it, so that a wrong one is found out. */
export const peerFileBytes = (name: string): Buffer =>
	Buffer.from(`the file ${name === 'inlink' ? 'f.txt' : name}\n`.repeat(20), 'latin1');

/** Lay the folder that the vectors ask about: the files they name, a file in a folder, a pipe, an empty file, links, and a secret outside. */
export const layPeerFolder = async (
	node: TestNode,
	vectors: readonly PeerVector[],
	{signal}: {readonly signal: AbortSignal},
): Promise<void> => {
	const folder = `${node.folder}/shared`;
	await node.makeFolder(`${folder}/sub`, {signal});
	const links = new Set(['inlink', 'link']);
	for (const name of namesIn(vectors).filter(one => !links.has(one))) {
		await node.writeFile(`${folder}/${name}`, peerFileBytes(name), {signal});
	}

	await node.writeFile(`${folder}/sub/s.txt`, Buffer.from('in a folder\n'), {signal});
	await node.writeFile(`${folder}/empty`, Buffer.alloc(0), {signal});
	await node.writeFile(`${node.folder}/secret.txt`, Buffer.from('a secret that nobody shares\n'), {signal});
	await node.run(['ln', '-s', '../secret.txt', `${folder}/link`], {signal});
	await node.run(['ln', '-s', 'f.txt', `${folder}/inlink`], {signal});
	await node.run(['mkfifo', '-m', '666', `${folder}/pipe`], {signal});
};
