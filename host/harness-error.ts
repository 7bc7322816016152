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
