/** A transfer, or the attempt at one, that failed because of the other side, the disk or a limit. Expected: it ends that transfer, never the program. */
export class TransferError extends Error {
	override readonly name = 'TransferError';

	/** The holder sent something that cannot be the file: it is not asked for this file again. */
	readonly isLie: boolean;

	constructor(because: string, {isLie = false, cause}: {readonly isLie?: boolean; readonly cause?: unknown} = {}) {
		super(because, {cause});
		this.isLie = isLie;
	}
}

/** One line saying why something failed, fit for a log: the message of an error, without a stack. */
export const because = (error: unknown): string => (error instanceof Error ? error.message : String(error));
