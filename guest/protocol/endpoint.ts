/** Where a peer listens. */
export type Endpoint = {
	/** IPv4, four plain decimal numbers: `10.77.0.2`. Never a host name: nobody looks up what a stranger sent. */
	readonly address: string;
	/** 1 to 65535. */
	readonly port: number;
};

/**
Read `a.b.c.d:port`.

@returns Undefined unless all five numbers are plain decimal and in range; `0.0.0.0` is nobody's address.
@see docs/protocol.md, section 3.1
*/
export const parseEndpoint = (word: string): Endpoint | undefined => {
	const [, address = '', digits = ''] = /^((?:\d{1,3}\.){3}\d{1,3}):([1-9]\d{0,4})$/.exec(word) ?? [];
	const port = Number(digits);
	const bytes = address.split('.');
	const isGood = port >= 1 && port <= 65_535 && address !== '0.0.0.0' && bytes.every(isByte);
	// Put together anew: a piece of the word would keep in memory all the text it was cut from, and endpoints are remembered for long.
	return isGood ? {address: bytes.join('.'), port} : undefined;
};

/** The inverse of `parseEndpoint()`. */
export const formatEndpoint = ({address, port}: Endpoint): string => `${address}:${port}`;

const isByte = (digits: string): boolean => Number(digits) <= 255 && String(Number(digits)) === digits;
