import {exposureWords, robustWords} from '../claims/claims-of.ts';
import {seededRandom} from '../net/seeded-random.ts';
import type {Aim, Attack, EvilOptions} from './attack.ts';
import {ATTACKS} from './attacks.ts';
import {strikeCounter} from './strike-counter.ts';

/** A mode that nobody knows, or one that lacks what it needs: the message says which and what to type. */
export class EvilUsageError extends Error {
	override readonly name = 'EvilUsageError';
}

/**
Be evil until the attack is over, `options.seconds` have passed, or `signal` aborts.

@param mode - A name of the catalogue, or its number there, from 1; an empty mode is 1.
@throws {EvilUsageError} If there is no such mode, or nobody to attack.
*/
export const runEvil = async (
	mode: string,
	options: EvilOptions,
	{signal, log}: {readonly signal: AbortSignal; readonly log: (line: string) => void},
): Promise<void> => {
	const attack = attackOf(mode);
	const isAimless = options.tracker === undefined && (options.target === undefined || attack.aimsAt === 'downloader');
	if (isAimless && attack.aimsAt !== 'tracker-client') {
		throw new EvilUsageError(`"${attack.name}" needs somebody to attack: give it --tracker or --target ADDRESS:PORT`);
	}

	log(`${attack.name}: ${attack.title} (seed ${options.seed})`);
	using counter = strikeCounter(attack.name, options.emit);
	const over = new AbortController();
	try {
		await attack.run({
			...options,
			signal: AbortSignal.any([signal, over.signal, AbortSignal.timeout(options.seconds * 1000)]),
			log,
			random: seededRandom(options.seed, attack.name),
			strike: counter.strike,
		});
	} finally {
		over.abort(); // What the attack left open closes now.
	}
};

/** @throws {EvilUsageError} If there is no such mode. */
export const attackOf = (mode: string): Attack => {
	const wanted = mode === '' ? '1' : mode;
	const attack = /^\d+$/.test(wanted) ? ATTACKS[Number(wanted) - 1] : ATTACKS.find(({name}) => name === wanted);
	if (attack === undefined) {
		throw new EvilUsageError(
			`no evil mode "${mode}": take a number from 1 to ${ATTACKS.length} or a name of --evil list`,
		);
	}

	return attack;
};

const GROUPS: ReadonlyArray<readonly [Aim, string]> = [
	['downloader', 'Evil uploaders (osppeer): the victim downloads from them'],
	['server', 'Evil downloaders (osppeer): the victim is a peer that serves'],
	['tracker', 'Evil clients (osppeer): the victim is the tracker'],
	['tracker-client', 'Evil trackers (osptracker): the victims are its clients'],
];

/** The catalogue for people: number, name, what it does, what a robust victim does, and when anything is said of a victim. */
export const listing = (): string =>
	GROUPS.map(([aim, title]) => {
		const rows = ATTACKS.flatMap((attack, index) => (attack.aimsAt === aim ? [row(attack, index + 1)] : []));
		return `${title}\n${rows.join('')}`;
	}).join('\n');

const row = ({name, title}: Attack, number: number): string =>
	[
		`${String(number).padStart(4)}  ${name.padEnd(22)}${title}`,
		`A robust victim ${robustWords(name)}.`,
		`It has met the attack when it has ${exposureWords(name)}.\n`,
	].join(`\n${' '.repeat(28)}`);
