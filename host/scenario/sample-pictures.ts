import {encodeJpeg, type Picture} from './encode-jpeg.ts';
import type {InputFile} from './file-source.ts';

/** The three pictures of the good scenario, made here so that nobody's rights are touched: the same bytes on every machine and run. */
export const samplePictures = (): InputFile[] =>
	[1, 2, 3].map(number => ({name: `cat${number}.jpg`, source: {bytes: encodeJpeg(cat(number))}}));

/** A cat's face before a patterned wall, one colour a number. */
const cat = (number: number): Picture => ({
	width: 640,
	height: 480,
	colourAt(x, y) {
		const part = facePart((x - 320) / 200, (y - 260) / 200);
		return part === 'wall'
			? wallColour(x, y, number)
			: (COLOURS[part === 'fur' ? `fur${number}` : part] ?? COLOURS['fur1'] ?? [0, 0, 0]);
	},
});

type Colour = readonly [red: number, green: number, blue: number];

const COLOURS: Readonly<Record<string, Colour>> = {
	fur1: [222, 140, 60],
	fur2: [110, 112, 120],
	fur3: [60, 52, 48],
	ear: [240, 170, 170],
	eye: [170, 210, 80],
	pupil: [16, 16, 20],
	nose: [230, 120, 130],
	whisker: [245, 245, 240],
};

/** What is seen at a point of the face; both coordinates run from about -1 to 1, y downwards. */
const facePart = (x: number, y: number): string => {
	const side = Math.abs(x);
	const eye = Math.hypot((side - 0.38) / 0.2, (y + 0.12) / 0.16);
	if (eye < 1) {
		return Math.hypot((side - 0.38) / 0.06, (y + 0.12) / 0.14) < 1 ? 'pupil' : 'eye';
	}

	if (y > 0.18 && y < 0.32 && side < 0.12 - (y - 0.18) * 0.8) {
		return 'nose';
	}

	if (
		side > 0.25 &&
		side < 1.25 &&
		[0.3, 0.38, 0.46].some(level => Math.abs(y - level - (side - 0.25) * (level - 0.38)) < 0.012)
	) {
		return 'whisker';
	}

	const ear = (side - 0.62) * 1.6 + Math.abs(side - 0.62) * 0.6;
	if (y < -0.45 && y > -1.15 + Math.abs(side - 0.6) * 2.4) {
		return y > -0.95 + Math.abs(side - 0.6) * 3 && ear < 1 ? 'ear' : 'fur';
	}

	return Math.hypot(x / 0.95, y / 0.8) < 1 ? 'fur' : 'wall';
};

/** Stripes and grain, so that the file is not tiny: a transfer of some hundred kilobytes is what is to be shown. */
const wallColour = (x: number, y: number, number: number): Colour => {
	const stripe = Math.sin((x + y * number) / 17) * 30;
	const grain = ((Math.imul(x * 640 + y + number, 0x9e3779b1) >>> 24) - 128) / 2;
	const level = 150 + stripe + grain;
	return [level * (number === 1 ? 0.8 : 1), level * (number === 2 ? 0.8 : 1), level * (number === 3 ? 0.8 : 1)];
};
