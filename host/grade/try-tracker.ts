import {trackerCases} from '../../guest/conformance/tracker-case.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {installProgram} from '../testbed/install-program.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {Command, TestNode} from '../testbed/test-node.ts';
import {trackerSection} from './tracker-section.ts';

/** Where a tracker is tried. The player of the vectors runs beside it on the node: many cases are about the address a connection comes from. */
export type TrackerStage = {
	readonly node: TestNode;
	readonly source: ProgramSource & {readonly kind: 'path'};
	/** The player's first words on the node. */
	readonly player: Command;
	readonly signal: AbortSignal;
};

/**
Play every vector against a tracker, a fresh one each time.

@throws {ProgramError} If it does not build.
*/
export const tryTracker = async ({node, source, player, signal}: TrackerStage): Promise<ReportedCase[]> => {
	const program = await installProgram(node, 'tracker', source, {signal});
	const answers = new Map<string, string | undefined>();
	await using playing = await node.start([...player, '--json', '--minutes', String(MAX_MINUTES), ...program], {
		signal,
		label: 'vectors',
		onLine(line) {
			const answer = parseAnswer(line);
			if (answer !== undefined) {
				answers.set(answer.id, answer.mismatch);
			}
		},
	});
	await playing.exited;
	return trackerCases.map(({id, level, because, instead}): ReportedCase => {
		const section = trackerSection(id);
		const head = {
			id: `${section}/${id}`,
			group: `protocol, section ${section}`,
			title: because,
			level: level === 'original' ? ('information' as const) : level,
			...(instead !== undefined && {advice: instead}),
		};
		if (!answers.has(id)) {
			return {
				...head,
				verdict: 'not run',
				because: 'it takes longer than grading waits, or the player ended before',
				lines: [],
			};
		}

		const mismatch = answers.get(id);
		return mismatch === undefined
			? {...head, verdict: 'pass', lines: []}
			: {...head, verdict: 'fail', because: 'the exchange went otherwise', lines: [mismatch]};
	});
};

/** Cases that wait longer are left out: the one of ten minutes would hold up a class for hours. */
const MAX_MINUTES = 0.5;

const parseAnswer = (line: string): {readonly id: string; readonly mismatch: string | undefined} | undefined => {
	try {
		const {id, mismatch} = JSON.parse(line);
		return typeof id === 'string' ? {id, mismatch: typeof mismatch === 'string' ? mismatch : undefined} : undefined;
	} catch {
		return undefined; // Something else that was printed.
	}
};
