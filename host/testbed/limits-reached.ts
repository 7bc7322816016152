import type {TestNode} from './test-node.ts';

/**
Which limits a program has reached, as sentences. Asked while its control group is there: before it is disposed.

@param label - As it was started with.
@param withinMs - For all of it.
@returns None where programs have no limits, or the node does not tell in time.
*/
export const limitsReached = async (
	node: TestNode,
	label: string,
	{signal, withinMs = WITHIN_MS}: {readonly signal: AbortSignal; readonly withinMs?: number},
): Promise<string[]> => {
	const late = AbortSignal.timeout(withinMs);
	try {
		return await look(node, label, AbortSignal.any([signal, late]));
	} catch (error) {
		if (!late.aborted || signal.aborted) {
			throw error;
		}

		return [];
	}
};

/** A node that a program keeps too busy to tell tells nothing, and keeps nobody waiting; in milliseconds. */
const WITHIN_MS = 20_000;

const look = async (node: TestNode, label: string, signal: AbortSignal): Promise<string[]> => {
	const eventsOf = async (controller: string): Promise<string | undefined> =>
		(await node.readFile(`${GROUPS}/${label}/${controller}.events`, {signal}))?.toString('latin1');
	const [tasks, memory] = [await eventsOf('pids'), await eventsOf('memory')];
	if (tasks === undefined || memory === undefined) {
		return [];
	}

	if (/^max [1-9]/m.test(tasks)) {
		return ['It has reached the most processes it may have.']; // Nothing is started beside them to look further.
	}

	if (/^oom_kill [1-9]/m.test(memory)) {
		return ['It was killed at the most memory it may have.'];
	}

	const {stdout} = await node.run(['df', '-k', '--output=avail,size', node.folder], {signal});
	const [freeKib = 0, sizeKib = 0] = stdout.toString().split('\n').at(1)?.trim().split(/\s+/).map(Number) ?? [];
	return freeKib < 1024 ? [`It has filled its disk of ${Math.round(sizeKib / 1024)} MiB.`] : [];
};

/** Where guests have the control groups of programs. */
const GROUPS = '/sys/fs/cgroup/osp2p';
