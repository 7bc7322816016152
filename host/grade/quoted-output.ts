import {tellingLines} from '../history/telling-lines.ts';
import type {ScenarioResult} from '../scenario/result.ts';

/** What the programs under test printed in a run, quoted for whoever wrote them: a reader of the report has no other output. */
export const quotedOutput = ({cast, history}: Pick<ScenarioResult, 'cast' | 'history'>): string[] =>
	cast
		.filter(({role}) => role === 'peer' || role === 'tracker')
		.flatMap(({name}) => {
			const ends = history.filter(event => event.type === 'program-ended').filter(({actor}) => actor === name);
			// One that died tells more than the one that was started in its place.
			const lines = (ends.find(({expected}) => !expected) ?? ends.at(-1))?.lastLines ?? [];
			return lines.length === 0 ? [] : [`What ${name} printed last:`, ...tellingLines(lines, WORDS)];
		});

/** Lines of each program. */
const WORDS = 8;
