import {getSystemErrorMessage} from 'node:util';
import {because, TransferError} from './transfer-error.ts';

/** Our own disk or folder does not do what is asked of it: no holder is to blame, every transfer may meet it, and it may be over later. */
export class FolderError extends TransferError {
	/** The system's code, as `ENOSPC`. */
	readonly code: string;

	constructor(what: string, cause: unknown) {
		super(`${what}: ${reasonOf(cause)}`, {cause});
		this.code = codeOf(cause) ?? '';
	}
}

/** Tells a failed call of the file system as what it keeps from being done: `promise.catch(failWith('it cannot be opened'))`. */
export const failWith =
	(what: string) =>
	(error: unknown): never => {
		throw error instanceof TransferError ? error : new FolderError(what, error);
	};

/** Whether the system gave one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean => codes.includes(codeOf(error) ?? '');

const codeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Without the path: it goes by a handle, and says nothing to a reader. */
const reasonOf = (error: unknown): string => {
	const {errno, code} = error as NodeJS.ErrnoException;
	return typeof errno === 'number' && errno < 0 ? `${getSystemErrorMessage(errno)} (${code})` : because(error);
};
