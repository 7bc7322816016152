/**
Of the end of an output, the lines that tell most: the last ones, and of those before them each that speaks of something wrong.

@param most - At most so many, in their order; a line `…` stands where some are left out.
*/
export const tellingLines = (lines: readonly string[], most: number): string[] => {
	const tail = Math.ceil(most / 2);
	const last = lines.slice(-tail);
	const before = lines.slice(0, -tail);
	const wrong = before.filter(line => WRONG.test(line)).slice(-(most - last.length));
	// Without such a line, what came right before says most.
	const more = wrong.length > 0 ? wrong : before.slice(-(most - last.length));
	const isGap = wrong.length > 0 && wrong.at(-1) !== before.at(-1);
	return [...more, ...(isGap ? ['…'] : []), ...last];
};

/** How programs say that something is wrong. */
const WRONG =
	/\b(?:error|fail(?:s|ed|ure)?|unexpected|invalid|illegal|can(?:no|')t|cannot|could not|unable|refused|denied|abort(?:ed)?|assert(?:ion)?|panic|fatal|exception|traceback|exceed(?:s|ed)?|overflow|corrupt(?:ed)?|too (?:long|large|many|big|short)|no such|not found|unavailable|bad|broken|mismatch|premature(?:ly)?|timed? ?out|smash(?:ing|ed)|fault)\b/i;
