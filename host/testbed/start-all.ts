/**
Start several things at once: all, or none.

`Promise.all()` would reject with the first failure and forget the others, still starting: a leaked machine each.

@returns In the order of the starts; each is also in `stack`, which disposes them when one fails.
@throws The first failure.
*/
export const startAll = async <Thing extends AsyncDisposable>(
	starts: ReadonlyArray<(signal: AbortSignal) => Promise<Thing>>,
	{stack, signal}: {readonly stack: AsyncDisposableStack; readonly signal: AbortSignal},
): Promise<Thing[]> => {
	const giveUp = new AbortController();
	const things: Thing[] = [];
	await Promise.allSettled(
		starts.map(async (start, index) => {
			try {
				things[index] = stack.use(await start(AbortSignal.any([signal, giveUp.signal])));
			} catch (error) {
				giveUp.abort(error); // Only the first reason is kept: the others fail because of it.
			}
		}),
	);
	giveUp.signal.throwIfAborted();
	return things;
};
