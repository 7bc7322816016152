import type {TestNode} from '../testbed/test-node.ts';

/** What stands in an actor's secret file. Seeing it anywhere outside its node proves a leak, and whose. */
export const canaryOf = (actor: string, {seed}: {readonly seed: number}): string =>
	`OSP2P-CANARY ${actor} ${seed} nobody shared this\n`;

/** The actor whose secret occurs in these bytes, a byte string; undefined when none does. */
export const whoseCanary = (bytes: string): string | undefined => /OSP2P-CANARY (\S+) /.exec(bytes)?.[1];

/**
Make a node's shared folder, with a secret beside it: what a careless peer gives away.

@param links - Whether links to it lie inside. Only where they are asked for: a naive peer may stumble over a link when it starts, and that is no matter of other scenarios.
*/
export const layCanary = async (
	node: TestNode,
	{seed, links, signal}: {readonly seed: number; readonly links: boolean; readonly signal: AbortSignal},
): Promise<void> => {
	const shared = `${node.folder}/shared`;
	await node.makeFolder(shared, {signal});
	await node.writeFile(`${node.folder}/canary.txt`, Buffer.from(canaryOf(node.name, {seed})), {signal});
	if (links) {
		await node.makeLink('../canary.txt', `${shared}/link-to-canary`, {signal});
		await node.makeLink('..', `${shared}/link-to-parent`, {signal});
	}
};
