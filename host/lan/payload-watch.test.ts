import test from 'ava';
import {Conversation} from './conversation.ts';
import {FlowTable} from './flow-table.ts';
import {PayloadWatch} from './payload-watch.ts';
import {parseTcpSegment} from './tcp-segment.ts';

const secret = Buffer.from('canary-4711-zz');

/** Bob answers alice in these pieces. @returns Where the secret was seen, each as `from byte`. */
const leaksIn = (...pieces: readonly string[]): string[] => {
	const leaks: string[] = [];
	const watch = new PayloadWatch([{name: 'canary', bytes: secret}], ({side, atByte}) =>
		leaks.push(`${side.from.name} ${atByte}`),
	);
	const flows = new FlowTable({tell() {}, takePayload: (side, buffer, from, to) => watch.see(side, buffer, from, to)});
	const talk = new Conversation();
	for (const frame of [...talk.opens(), ...pieces.map(piece => talk.answers(piece))]) {
		const segment = parseTcpSegment(frame, 0, frame.length);
		if (segment !== undefined) {
			flows.see(segment, frame, 0, frame[11] === 1 ? 'alice' : 'bob', undefined);
		}
	}

	return leaks;
};

test('a secret is seen wherever the segments are cut', t => {
	const text = `before ${secret.toString()} after`;
	for (let cut = 1; cut < text.length; cut++) {
		for (const width of [1, 3, 100]) {
			const second = text.slice(cut, cut + width);
			t.deepEqual(
				leaksIn(text.slice(0, cut), ...(second === '' ? [] : [second]), text.slice(cut + width) || '!'),
				['bob 7'],
				`${cut} ${width}`,
			);
		}
	}

	t.deepEqual(leaksIn(...text), ['bob 7']);
});

test('what is almost the secret is none', t => {
	t.deepEqual(leaksIn('canary-4711-z', 'x', 'canary-', '4711_zz'), []);
});

test('a secret is told once a connection, however often it is sent', t => {
	t.deepEqual(leaksIn(secret.toString(), 'and', secret.toString()), ['bob 0']);
});

test('a secret too short to mean anything is refused', t => {
	t.throws(() => new PayloadWatch([{name: 'x', bytes: Buffer.from('abc')}], () => {}), {instanceOf: RangeError});
});
