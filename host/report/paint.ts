/** Colours for a terminal: each function takes text and gives it back with its colour around it. */
export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/**
Colours, or none.

@param colours - Whether the reader is a terminal that wants them (https://no-color.org).
*/
export const paintFor = ({colours}: {readonly colours: boolean}): Paint => ({
	bold: dye('bold', colours),
	dim: dye('dim', colours),
	red: dye('red', colours),
	green: dye('green', colours),
	yellow: dye('yellow', colours),
	blue: dye('blue', colours),
	magenta: dye('magenta', colours),
	cyan: dye('cyan', colours),
});

/** Opening and closing numbers of ECMA-48's "select graphic rendition". */
const codes = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	blue: [34, 39],
	magenta: [35, 39],
	cyan: [36, 39],
} as const;

const dye =
	(name: keyof typeof codes, colours: boolean) =>
	(text: string): string =>
		colours && text !== '' ? `\u001B[${codes[name][0]}m${text}\u001B[${codes[name][1]}m` : text;
