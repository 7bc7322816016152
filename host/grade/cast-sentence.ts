import type {Scenario} from '../scenario/scenario.ts';
import type {GradedRole} from './submission.ts';

/** Who takes part in a scenario, told to whoever wrote one of the programs: `alice and bob are your peer, mallory is an evil peer (decoy).` */
export const castSentence = (cast: Scenario['cast'], graded: GradedRole): string => {
	const named = new Map<string, string[]>();
	for (const [name, role] of Object.entries(cast)) {
		const who = whoIs(role, graded);
		named.set(who, [...(named.get(who) ?? []), name]);
	}

	const parts = [...named].map(([who, names]) => `${inWords(names)} ${names.length === 1 ? 'is' : 'are'} ${who}`);
	return `${parts.join(', ')}.`;
};

const whoIs = (role: string, graded: GradedRole): string => {
	if (role === graded) {
		return `your ${graded}`;
	}

	const [kind, mode] = role.split(': ');
	const program = kind === 'peer' || kind === 'tracker' ? `sound ${kind}` : String(kind);
	return `${program.startsWith('e') ? 'an' : 'a'} ${program}${mode === undefined ? '' : ` (${mode})`}`;
};

const inWords = (names: readonly string[]): string =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
