import {styleText} from 'node:util';

/** Colours for a terminal: each function takes text and gives it back with its colour around it. */
export type Paint = Readonly<Record<Colour, (text: string) => string>>;

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

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

const dye =
	(name: Colour, colours: boolean) =>
	(text: string): string =>
		colours && text !== '' ? styleText(name, text, {validateStream: false}) : text;
