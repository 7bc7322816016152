import {writeFile} from 'node:fs/promises';
import {cpus} from 'node:os';
import {join} from 'node:path';

/** One table of docs/measurements.md, as a benchmark leaves it in docs/measurements. */
export type Measurement = {
	readonly title: string;
	/** What measures it again; left out where several commands did. */
	readonly command?: string;
	readonly machine: string;
	/** Year, month and day. */
	readonly date: string;
	readonly head: readonly string[];
	/** As many cells each as the head has. */
	readonly rows: ReadonlyArray<readonly string[]>;
	/** What a reader needs to know besides. */
	readonly note?: string;
};

/**
Keep a table for docs/measurements.md, in the place of the last one of that name; `npm run docs` shows it.

@param name - Of its file in docs/measurements, without the ending.
@param runsOn - What ran the programs, as the end of the machine's description: `tcg`.
@throws If the file cannot be written.
*/
export const recordMeasurement = async (
	name: string,
	{runsOn, ...measured}: Omit<Measurement, 'machine' | 'date'> & {readonly runsOn: string},
): Promise<void> => {
	const measurement: Measurement = {
		...measured,
		machine: `${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}, ${runsOn}`,
		date: new Date().toISOString().slice(0, 10),
	};
	const file = join(import.meta.dirname, '../../docs/measurements', `${name}.json`);
	await writeFile(file, `${JSON.stringify(measurement, undefined, '\t')}\n`);
};
