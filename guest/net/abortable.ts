import {addAbortListener} from 'node:events';

/**
Wait for a promise, or for the abort of a signal, whatever comes first. The wait leaves nothing behind at the signal.

It does leave a reaction at the promise until that settles: give it a promise of this one matter, never one that many waits share.

@throws The reason of the signal, when it is aborted before or meanwhile.
*/
export const abortable = async <Result>(
	promise: PromiseLike<Result>,
	signal: AbortSignal | undefined,
): Promise<Result> => {
	if (signal === undefined) {
		return promise;
	}

	const {promise: aborted, reject} = Promise.withResolvers<never>();
	using _listening = addAbortListener(signal, () => reject(signal.reason));
	return await Promise.race([aborted, promise]);
};

/** Wait for the abort of a signal. Two that wait for the same signal are two listeners: wait for one that ends with you. */
export const aborted = async (signal: AbortSignal): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<void>();
	using _listening = addAbortListener(signal, () => resolve());
	await promise;
};
