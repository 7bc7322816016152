import {join} from 'node:path';
import {HarnessError} from '../../host/harness-error.ts';
import {startChild} from '../../host/process/start-child.ts';
import {type BareSystem, homeOf, type Person} from './bare-system.ts';

/** One command a newcomer typed. */
export type Step = {readonly command: string; readonly exitCode: number | null; readonly seconds: number};

/**
Clone this checkout's commit into the system and type the commands, as the README has them; whoever is no root installs what the first message names, once, and tries again.

@returns Each command that was typed, in order; the scenario ends with the first that fails for good.
*/
export const takeFirstSteps = async (
	system: BareSystem,
	{
		as,
		commands,
		signal,
		onLine,
	}: {
		readonly as: Person;
		readonly commands: readonly string[];
		readonly signal: AbortSignal;
		readonly onLine: (line: string) => void;
	},
): Promise<readonly Step[]> => {
	const steps: Step[] = [];
	const type = async (command: string, {who = as, folder = 'osp2p'} = {}): Promise<{step: Step; seen: string}> => {
		onLine(`$ ${command}`);
		const lines: string[] = [];
		const run = await system.run(`cd ${folder} && ${command}`, {
			as: who,
			signal,
			onLine(line) {
				lines.push(line);
				onLine(line);
			},
		});
		const step = {command, ...run};
		steps.push(step);
		return {step, seen: lines.join('\n')};
	};

	await bundle(join(system.folder, 'osp2p.bundle'), {signal});
	const {step: clone} = await type('git -c advice.detachedHead=false clone --quiet /osp2p.bundle osp2p', {
		folder: homeOf(as),
	});
	if (clone.exitCode !== 0) {
		return steps;
	}

	for (const command of commands) {
		const {step, seen} = await type(command);
		if (step.exitCode === 0) {
			continue;
		}

		const install = as === 'user' ? installCommandIn(seen) : undefined;
		if (install === undefined) {
			return steps;
		}

		const {step: installing} = await type(install.replaceAll(/\bsudo /g, ''), {who: 'root', folder: '/'});
		if (installing.exitCode !== 0 || (await type(command)).step.exitCode !== 0) {
			return steps;
		}
	}

	return steps;
};

/** The command that a message says to install with, if it says one. */
export const installCommandIn = (seen: string): string | undefined => /^Install with: (sudo .+)$/m.exec(seen)?.[1];

/** Whether the scenario came to its end: of each command the last try succeeded. */
export const succeeded = (steps: readonly Step[], commands: readonly string[]): boolean =>
	commands.every(command => steps.findLast(step => step.command === command)?.exitCode === 0);

const bundle = async (file: string, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	await using child = await startChild('git', ['bundle', 'create', '--quiet', file, 'HEAD'], {signal});
	const {exitCode, lastLines} = await child.exited;
	signal.throwIfAborted();
	if (exitCode !== 0) {
		throw new HarnessError(`This checkout cannot be cloned: ${lastLines.join('; ')}`, {
			hint: 'A newcomer clones what is committed: run this in a git checkout.',
		});
	}
};
