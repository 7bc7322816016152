/** Something expected kept the guest image from being made or used: printed as a message and a hint, without a stack. */
export class ImageError extends Error {
	override readonly name = 'ImageError';

	/** What the reader can do about it: a sentence or a command. */
	readonly hint: string | undefined;

	constructor(message: string, {hint, cause}: {readonly hint?: string; readonly cause?: unknown} = {}) {
		super(message, {cause});
		this.hint = hint;
	}
}
