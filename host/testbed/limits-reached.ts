import type {TestNode} from './test-node.ts';

/**
Which limits a program has reached, as sentences. Asked while its control group is there: before it is disposed.

@param label - As it was started with.
@returns None where programs have no limits.
*/
export const limitsReached = async (
	node: TestNode,
	label: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<string[]> => {
	const {stdout} = await node.run(['sh', '-c', LOOK, 'sh', label, node.folder], {signal});
	return stdout
		.toString('latin1')
		.split('\n')
		.flatMap(line => SENTENCES.find(([word]) => word === line)?.[1] ?? []);
};

const SENTENCES = [
	['tasks', 'It has reached the most processes it may have.'],
	['memory', 'It has been killed at the most memory it may have.'],
	['disk', 'The disk is full.'],
] as const;

const LOOK = `
group=/sys/fs/cgroup/osp2p/$1
[ -d "$group" ] || exit 0
while read -r key count; do [ "$key" = max ] && [ "$count" -gt 0 ] && echo tasks; done <"$group/pids.events"
while read -r key count; do [ "$key" = oom_kill ] && [ "$count" -gt 0 ] && echo memory; done <"$group/memory.events"
set -- $(df -k --output=avail "$2")
[ "$2" -lt 1024 ] && echo disk
exit 0
`;
