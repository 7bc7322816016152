/** What every page says when only a part of the work was asked for. */
export const onlyNote = (only: string): string =>
	`Only a part was graded (--only ${only}): the points are those of this part, and no grade.`;
