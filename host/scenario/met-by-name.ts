import type {RunContext} from './run-context.ts';

/** How often an attacker met whom, and which files those had asked it for. */
export type Met = Readonly<Record<string, {readonly times: number; readonly files: readonly string[]}>>;

/** The same by names of the cast, where an attacker knows addresses. */
export const metByName = (met: Met, {whoComesFrom}: Pick<RunContext, 'whoComesFrom'>): Met => {
	const byName: Record<string, Met[string]> = {};
	for (const [address, {times, files}] of Object.entries(met)) {
		const name = whoComesFrom(address);
		const known = byName[name] ?? {times: 0, files: []};
		byName[name] = {times: known.times + times, files: [...new Set([...known.files, ...files])]};
	}

	return byName;
};
