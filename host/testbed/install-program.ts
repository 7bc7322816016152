import {resolve} from 'node:path';
import type {ProgramSource} from './program-source.ts';
import type {Command, ProgramKind, TestNode} from './test-node.ts';

/** Make a program ready to be started on a node. @returns The first words of its command line. */
export const installProgram = async (
	node: TestNode,
	kind: ProgramKind,
	source: ProgramSource,
	_options: {readonly signal: AbortSignal},
): Promise<Command> => (source.kind === 'ours' ? node.programs[kind] : [resolve(source.path)]);
