/**
Do something with each item, at most so many at a time. The first error stops new ones from starting, and is thrown once those under way have ended.

@param atATime - At least 1.
*/
export const inParallel = async <Item>(
	atATime: number,
	items: readonly Item[],
	act: (item: Item) => Promise<void>,
): Promise<void> => {
	const waiting = items.values();
	let broken = false;
	const worker = async (): Promise<void> => {
		for (const item of waiting) {
			if (broken) {
				return;
			}

			try {
				await act(item);
			} catch (error) {
				broken = true;
				throw error;
			}
		}
	};

	const ends = await Promise.allSettled(Array.from({length: atATime}, worker));
	for (const end of ends) {
		if (end.status === 'rejected') {
			throw end.reason;
		}
	}
};
