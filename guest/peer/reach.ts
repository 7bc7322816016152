import type {Socket} from 'node:net';
import {dial, UnreachableError} from '../net/dial.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import {TransferError} from './transfer-error.ts';

/**
Connect, with the errors of this program.

@param from - Our address to come from; undefined: the system chooses.
@param onRead - As `dial()` has it.
@throws {TransferError} If nobody answers in time, or `signal` aborts.
*/
export const reach = async (
	endpoint: Endpoint,
	{
		deadlineMs,
		from,
		onRead,
		signal,
	}: {
		readonly deadlineMs: number;
		readonly from: string | undefined;
		readonly onRead?: (chunk: Uint8Array) => void;
		readonly signal: AbortSignal;
	},
): Promise<Socket> => {
	try {
		return await dial(endpoint, {deadlineMs, signal, ...(from !== undefined && {from}), ...(onRead && {onRead})});
	} catch (error) {
		if (error instanceof UnreachableError) {
			throw new TransferError(error.message, {cause: error});
		}

		throw signal.aborted ? new TransferError('given up', {cause: error}) : error;
	}
};
