/** Who comes in beyond what always has room. */
export type Extra = {
	/** How many at most, beyond the others. */
	readonly most: number;
	/** Settles when there is room for one more; at the latest when the signal is aborted: then there is nothing left to do. */
	readonly untilCapacity: (options: {readonly signal: AbortSignal}) => Promise<void>;
};

/**
Do something with each item, at most so many at a time. The first error stops new ones from starting, and is thrown once those under way have ended.

@param atATime - At least 1.
@param extra - Room for more that comes and goes: asked for by one at a time, for each item anew.
*/
export const inParallel = async <Item>(
	atATime: number,
	items: readonly Item[],
	act: (item: Item) => Promise<void>,
	{extra}: {readonly extra?: Extra} = {},
): Promise<void> => {
	const waiting = items.values();
	const over = new AbortController();
	let entry = Promise.resolve();
	/** Behind all who wait for room already: who just came in is seen then in what the machine has to spare. */
	const enterAsExtra = async (): Promise<void> => {
		entry = entry.then(async () => (over.signal.aborted ? undefined : extra?.untilCapacity({signal: over.signal})));
		await entry;
	};
	const worker = async (isExtra: boolean): Promise<void> => {
		for (;;) {
			try {
				if (isExtra) {
					await enterAsExtra();
				}

				const {value, done = false} = over.signal.aborted ? {done: true, value: undefined} : waiting.next();
				if (done) {
					over.abort();
					return;
				}

				await act(value as Item);
			} catch (error) {
				over.abort();
				throw error;
			}
		}
	};

	const ends = await Promise.allSettled(
		Array.from({length: atATime + (extra?.most ?? 0)}, async (_, index) => worker(index >= atATime)),
	);
	for (const end of ends) {
		if (end.status === 'rejected') {
			throw end.reason;
		}
	}
};
