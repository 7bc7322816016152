import test from 'ava';
import fc from 'fast-check';
import {ProtocolError} from './protocol-error.ts';
import {formatTrackerRequest, parseTrackerRequest, type TrackerRequest} from './tracker-request.ts';

const name = fc.uint8Array({minLength: 1, maxLength: 60}).map(bytes => Buffer.from(bytes).toString('latin1'));
const endpoint = {
	address: fc.constantFrom('127.0.0.1', '10.77.0.2', '255.255.255.255'),
	port: fc.integer({min: 1, max: 65_535}),
};
const digest = fc.constantFrom('u3bJz@iaYsq6aMaMSJVq_b', '867mLzoRvQoldmKO5GfnDd');
const request: fc.Arbitrary<TrackerRequest> = fc.oneof(
	fc.record({type: fc.constant('addr' as const), alias: name, ...endpoint}),
	fc.record({type: fc.constant('checkpeer' as const), alias: name, ...endpoint}),
	fc.record({type: fc.constant('have' as const), file: name}),
	fc.record({type: fc.constant('have' as const), file: name, digest}),
	fc.record({type: fc.constantFrom('want' as const, 'donthave' as const, 'md5sum' as const), file: name}),
	fc.record({type: fc.constantFrom('help' as const, 'who' as const, 'list' as const, 'notify' as const)}),
	fc.record({type: fc.constantFrom('nonotify' as const, 'blocknotify' as const, 'quit' as const)}),
);

test.serial('every request survives the wire, in any case of its command word', t => {
	fc.assert(
		fc.property(request, asked => {
			const line = formatTrackerRequest(asked).slice(0, -1);
			t.deepEqual(parseTrackerRequest(line), asked);
			t.deepEqual(parseTrackerRequest(line.replace(/^\w+/, word => word.toLowerCase())), asked);
			t.deepEqual(parseTrackerRequest(`\t${line.replace(' ', ' \v\f')} \r`), asked);
		}),
	);
});

test.serial('any bytes are a request, a blank line or a protocol error, and nothing else', t => {
	const word = fc.constantFrom('ADDR', 'have', 'WANT', 'Q', 'a', '%', '127.0.0.1:80', ' ', '\t', '\0', 'constructor');
	fc.assert(
		fc.property(
			fc.oneof(
				fc.array(word).map(words => words.join(' ')),
				name,
			),
			line => {
				try {
					const parsed = parseTrackerRequest(line);
					t.is(parsed === undefined, line.trim() === '' || /^[ \t\r\n\v\f]*$/.test(line));
				} catch (error) {
					t.true(error instanceof ProtocolError);
				}
			},
		),
	);
});

const refused = test.macro({
	title: (_, line: string, code: number) => `"${line.slice(0, 40)}" deserves ${code}`,
	exec(t, line: string, code: number) {
		t.is(t.throws(() => parseTrackerRequest(line), {instanceOf: ProtocolError}).code, code as 300);
	},
});

test(refused, 'FOO', 500);
test(refused, 'HELP x', 500);
test(refused, 'HELP%20', 500);
test(refused, 'WANT', 500);
test(refused, 'WANT a b', 500);
test(refused, 'ADDR a 127.0.0.1 :80', 500);
test(refused, 'HAVE f d41d8cd98f00b204e9800998ecf8427e', 500);
test(refused, 'QUITX', 500);
test(refused, 'ADDR a junk', 300);
test(refused, 'ADDR a 0.0.0.0:80', 300);
test(refused, `ADDR ${'x'.repeat(2048)} 127.0.0.1:80`, 300);
test(refused, 'CHECKPEER a 127.0.0.1:0', 300);

test('an alias of 2047 bytes is good, however it is quoted', t => {
	const parsed = parseTrackerRequest(`ADDR %78${'x'.repeat(2046)} 127.0.0.1%3A80`);
	t.deepEqual(parsed, {type: 'addr', alias: 'x'.repeat(2047), address: '127.0.0.1', port: 80});
});

test('QUIT and Q take any arguments', t => {
	for (const line of ['quit', 'Q', 'q x', 'QUIT now please']) {
		t.deepEqual(parseTrackerRequest(line), {type: 'quit'});
	}
});
