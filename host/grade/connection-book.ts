/** What became of the connections to a peer, program by program: what tells that a fault goes by their number, and not by what was asked. */
export class ConnectionBook {
	readonly #programs: Array<{asked: number; readonly missed: number[]}> = [];

	/** A program was started afresh. */
	begin(): void {
		this.#programs.push({asked: 0, missed: []});
	}

	/** One more connection. @returns Its number, from 1, in the program that runs. */
	enter(): number {
		const program = this.#programs.at(-1);
		if (program === undefined) {
			throw new Error('no program was started');
		}

		program.asked += 1;
		return program.asked;
	}

	/** Number of the latest connection. */
	get latest(): number {
		return this.#programs.at(-1)?.asked ?? 0;
	}

	/**
	The latest connection, or the one of that number, was not answered as the same request is otherwise.

	@param ago - So many programs before the one that runs.
	*/
	miss(number = this.latest, {ago = 0}: {readonly ago?: number} = {}): void {
		this.#programs.at(-1 - ago)?.missed.push(number);
	}

	/** By which rule connections were missed: `every 21st connection`, or which ones were; undefined when none was. */
	get rule(): string | undefined {
		const missed = this.#programs.flatMap(program => program.missed);
		const least = Math.min(...missed);
		if (missed.length === 0) {
			return undefined;
		}

		// Twice is a rule; who never came so far with a program had no chance to miss.
		const isEvery = missed.length > 1 && least > 1 && missed.every(number => number % least === 0);
		return isEvery
			? `every ${ordinal(least)} connection`
			: `${missed.length === 1 ? 'the' : 'of several programs the'} ${missed.map(ordinal).join(', ')} connection`;
	}
}

const ordinal = (number: number): string => {
	const isTeen = Math.floor(number / 10) % 10 === 1;
	return `${number}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]) ?? 'th'}`;
};
