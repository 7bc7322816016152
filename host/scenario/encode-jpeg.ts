import {AC_TABLE, DC_TABLE, type HuffmanTable, STEPS, ZIGZAG} from './jpeg-tables.ts';

/** A picture as a function: red, green and blue (0 to 255, clamped) at every point. */
export type Picture = {
	readonly width: number;
	readonly height: number;
	readonly colourAt: (x: number, y: number) => readonly [red: number, green: number, blue: number];
};

/**
Write a picture as a baseline JPEG file, three components, none of them subsampled.

@see ITU-T T.81 (the format) and T.871 (JFIF: what the components mean)
*/
export const encodeJpeg = (picture: Picture): Buffer =>
	Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
		segment(0xdb, [0, ...STEPS]),
		segment(0xc0, [8, ...uint16(picture.height), ...uint16(picture.width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
		segment(0xc4, [0x00, ...DC_TABLE.counts, ...DC_TABLE.symbols]),
		segment(0xc4, [0x10, ...AC_TABLE.counts, ...AC_TABLE.symbols]),
		segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
		scan(picture),
		Buffer.from([0xff, 0xd9]),
	]);

const segment = (marker: number, contents: readonly number[]): Buffer =>
	Buffer.from([0xff, marker, ...uint16(contents.length + 2), ...contents]);

const uint16 = (value: number): number[] => [value >> 8, value & 0xff];

/** All blocks from left to right and top to bottom, the three components of each in turn. */
const scan = (picture: Picture): Buffer => {
	const bits = new BitWriter();
	const latestDc = [0, 0, 0];
	for (let y = 0; y < picture.height; y += 8) {
		for (let x = 0; x < picture.width; x += 8) {
			for (const [component, samples] of blocksAt(picture, x, y).entries()) {
				const coefficients = quantised(transformed(samples));
				writeBlock(bits, coefficients, latestDc[component] ?? 0);
				latestDc[component] = coefficients[0] ?? 0;
			}
		}
	}

	return bits.end();
};

/** Brightness and the two colour differences of 8 × 8 points, centred on 0 (T.871, section 7); points beyond the edge repeat it. */
const blocksAt = (
	{width, height, colourAt}: Picture,
	left: number,
	top: number,
): [Float64Array, Float64Array, Float64Array] => {
	const blocks: [Float64Array, Float64Array, Float64Array] = [
		new Float64Array(64),
		new Float64Array(64),
		new Float64Array(64),
	];
	for (let place = 0; place < 64; place++) {
		const [red = 0, green = 0, blue = 0] = colourAt(
			Math.min(left + (place % 8), width - 1),
			Math.min(top + (place >> 3), height - 1),
		).map(value => Math.max(0, Math.min(255, value)));
		blocks[0][place] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
		blocks[1][place] = -0.1687 * red - 0.3313 * green + 0.5 * blue;
		blocks[2][place] = 0.5 * red - 0.4187 * green - 0.0813 * blue;
	}

	return blocks;
};

/** The cosine of the transform for sample and frequency, scaled (T.81, A.3.3). */
const COSINES = Float64Array.from({length: 64}, (_, index) => {
	const [frequency, sample] = [index >> 3, index & 7];
	return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * sample + 1) * frequency * Math.PI) / 16);
});

/** The two-dimensional cosine transform: rows, then columns. */
const transformed = (samples: Float64Array): Float64Array => turned(turned(samples));

/** Transforms each row and writes it as a column, so that doing it twice transforms both ways. */
const turned = (samples: Float64Array): Float64Array => {
	const result = new Float64Array(64);
	for (let row = 0; row < 8; row++) {
		for (let frequency = 0; frequency < 8; frequency++) {
			let sum = 0;
			for (let sample = 0; sample < 8; sample++) {
				sum += (samples[row * 8 + sample] ?? 0) * (COSINES[frequency * 8 + sample] ?? 0);
			}

			result[frequency * 8 + row] = sum;
		}
	}

	return result;
};

const quantised = (coefficients: Float64Array): number[] =>
	ZIGZAG.map((place, index) =>
		Math.max(-1023, Math.min(1023, Math.round((coefficients[place] ?? 0) / (STEPS[index] ?? 1)))),
	);

const writeBlock = (bits: BitWriter, [dc = 0, ...ac]: readonly number[], latestDc: number): void => {
	writeNumber(bits, DC_CODES, dc - latestDc);
	let zeros = 0;
	for (const [index, value] of ac.entries()) {
		if (value === 0) {
			zeros++;
			if (index === 62) {
				bits.write(AC_CODES.get(0x00)); // Nothing but zeros up to the end.
			}

			continue;
		}

		for (; zeros > 15; zeros -= 16) {
			bits.write(AC_CODES.get(0xf0));
		}

		writeNumber(bits, AC_CODES, value, zeros * 16);
		zeros = 0;
	}
};

/** A number is the code of its size in bits, then that many bits; negative ones as the value minus one (T.81, F.1.2.1). */
const writeNumber = (bits: BitWriter, codes: Codes, value: number, symbolBase = 0): void => {
	const size = 32 - Math.clz32(Math.abs(value));
	bits.write(codes.get(symbolBase + size));
	bits.write({code: value < 0 ? value + (1 << size) - 1 : value, length: size});
};

type Codes = ReadonlyMap<number, {readonly code: number; readonly length: number}>;

/** Codes of one length count up; a longer one begins at twice where the shorter ended (T.81, annex C). */
const codesOf = ({counts, symbols}: HuffmanTable): Codes => {
	const codes = new Map<number, {code: number; length: number}>();
	let code = 0;
	let next = 0;
	for (const [index, count] of counts.entries()) {
		for (const symbol of symbols.slice(next, next + count)) {
			codes.set(symbol, {code: code++, length: index + 1});
		}

		next += count;
		code *= 2;
	}

	return codes;
};

const DC_CODES = codesOf(DC_TABLE);
const AC_CODES = codesOf(AC_TABLE);

/** Puts bits together to bytes; a byte 0xFF of data is followed by a zero, else it would begin a marker. */
class BitWriter {
	readonly #bytes: number[] = [];
	#pending = 0;
	#count = 0;

	write(bits: {readonly code: number; readonly length: number} | undefined): void {
		if (bits === undefined) {
			throw new RangeError('this symbol has no code');
		}

		this.#pending = (this.#pending << bits.length) | bits.code;
		this.#count += bits.length;
		while (this.#count >= 8) {
			this.#count -= 8;
			const byte = (this.#pending >> this.#count) & 0xff;
			this.#bytes.push(byte);
			if (byte === 0xff) {
				this.#bytes.push(0);
			}
		}

		this.#pending &= (1 << this.#count) - 1;
	}

	/** Fill the last byte with ones. */
	end(): Buffer {
		this.write({code: 0x7f, length: 7});
		return Buffer.from(this.#bytes);
	}
}
