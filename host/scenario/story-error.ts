/** A program did not do its part, so the story cannot go on. A finding about the program, not a failure of the harness: the checks judge it. */
export class StoryError extends Error {
	override readonly name = 'StoryError';
}
