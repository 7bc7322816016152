import test from 'ava';
import fc from 'fast-check';
import {formatEndpoint, parseEndpoint} from './endpoint.ts';

const refused = test.macro({
	title: (_, word: string) => `"${word}" is no address`,
	exec(t, word: string) {
		t.is(parseEndpoint(word), undefined);
	},
});

for (const word of ['', ':80', '127.0.0.1', '127.0.0.1:', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:99999999999']) {
	test(refused, word);
}

for (const word of [
	'127.0.0.1:+80',
	'127.0.0.1:0x50',
	'127.0.0.1:010',
	'127.0.0.1:80x',
	'127.0.0.1:80\n',
	'1.2.3.4:-1',
]) {
	test(refused, word);
}

for (const word of ['127.1:80', '127.0.0.01:80', '256.0.0.1:80', '1.2.3.4.5:80', 'host:80', '::1:80', '0.0.0.0:80']) {
	test(refused, word);
}

test.serial('every address and port survives the wire', t => {
	const byte = fc.integer({min: 0, max: 255});
	fc.assert(
		fc.property(
			fc.tuple(fc.integer({min: 1, max: 255}), byte, byte, byte),
			fc.integer({min: 1, max: 65_535}),
			(parts, port) => {
				const endpoint = {address: parts.join('.'), port};
				t.deepEqual(parseEndpoint(formatEndpoint(endpoint)), endpoint);
			},
		),
	);
});
