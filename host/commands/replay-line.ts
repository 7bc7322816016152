/** What decides how a run goes, apart from the machine: options as typed, defaults left out. */
export type Replayed = {
	readonly scenario: string;
	readonly group: string;
	readonly seed: number;
	readonly files: readonly string[];
	/** Name of the option → value; what is undefined or false is left out. */
	readonly flags: Readonly<Record<string, string | number | boolean | undefined>>;
};

/** The line that runs a scenario again with the same seed, ready to be pasted into a shell at the repository's root. */
export const replayLine = ({scenario, group, seed, files, flags}: Replayed): string =>
	[
		...start(scenario, group),
		'--seed',
		String(seed),
		...Object.entries(flags).flatMap(([name, value]) => flagArgv(name, value)),
		...(files.some(file => file.startsWith('-')) ? ['--'] : []),
		...files,
	]
		.map(word => shellWord(word))
		.join(' ');

const start = (scenario: string, group: string): string[] => {
	if (scenario === 'good') {
		return ['./run-good'];
	}

	return group === 'bad' ? ['./run-bad', scenario] : ['scripts/osp2p', 'run', scenario];
};

const flagArgv = (name: string, value: string | number | boolean | undefined): string[] => {
	if (value === undefined || value === false) {
		return [];
	}

	if (value === true) {
		return [`--${name}`];
	}

	const text = String(value);
	return text.startsWith('-') || text === '' ? [`--${name}=${text}`] : [`--${name}`, text];
};

const shellWord = (word: string): string =>
	/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
