/** A request and what came back; codes are the first four characters of message lines, data lines are byte strings. */
export type Exchange = {
	readonly request: string;
	readonly codes: readonly string[];
	readonly data: readonly string[];
	/** What ended it when no whole reply came. */
	readonly broken?: string;
};
