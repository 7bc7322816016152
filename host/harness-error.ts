/** Something expected went wrong in the harness: printed as a message and a hint, without a stack; exit code 3. */
export class HarnessError extends Error {
	override readonly name: string = 'HarnessError';

	/** What the reader can do about it: a sentence or a command. */
	readonly hint: string | undefined;

	constructor(message: string, {hint, cause}: {readonly hint?: string; readonly cause?: unknown} = {}) {
		super(message, {cause});
		this.hint = hint;
	}
}

/** A folder of results that the system lets nobody write to, told in words. */
export const cannotWrite = (folder: string, cause: unknown): HarnessError =>
	new HarnessError(`${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`, {
		hint: 'Make room there and see who may write to it, or choose another place with --runs or --out.',
		cause,
	});
