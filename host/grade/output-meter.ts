/** Output of one run that is worth reading, in MiB. */
const READABLE_MIB = 16;

/** Counts what a program prints. */
export class OutputMeter {
	#bytes = 0;

	readonly hear = (line: string): void => {
		this.#bytes += line.length + 1;
	};

	/** What is wrong with it, as the rest of a sentence that begins with "it"; undefined when nothing is. */
	get complaint(): string | undefined {
		const mebibytes = this.#bytes / 1024 / 1024;
		return mebibytes > READABLE_MIB
			? `wrote ${Math.round(mebibytes)} MiB of text; nobody reads more than ${READABLE_MIB}`
			: undefined;
	}
}
