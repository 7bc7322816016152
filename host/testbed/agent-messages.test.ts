import test from 'ava';
import {AgentReader, decodeWord, formatRequest} from './agent-messages.ts';

const stream = Buffer.from('1 ok 0\n2 out 5\nab\ncd3 no 4\nnone4 exit 3\n256');

const MESSAGES = [
	[1, 'ok', ''],
	[2, 'out', 'ab\ncd'],
	[3, 'no', 'none'],
	[4, 'exit', '256'],
];

const read = (reader: AgentReader, chunk: Buffer) =>
	[...reader.push(chunk)].map(({id, kind, bytes}) => [id, kind, bytes.toString()]);

test('messages do not depend on where the stream is cut', t => {
	for (let cut = 0; cut <= stream.length; cut++) {
		const reader = new AgentReader();
		t.deepEqual([...read(reader, stream.subarray(0, cut)), ...read(reader, stream.subarray(cut))], MESSAGES);
	}
});

test('messages come whole when bytes come one by one', t => {
	const reader = new AgentReader();
	t.deepEqual(
		[...stream].flatMap(byte => read(reader, Buffer.from([byte]))),
		MESSAGES,
	);
});

test('what is no message is an error', t => {
	const reader = new AgentReader();
	t.throws(() => read(reader, Buffer.from('perl: not found\n')), {instanceOf: RangeError});
	t.throws(() => read(new AgentReader(), Buffer.alloc(80, 'x')), {instanceOf: RangeError});
});

test('any byte survives in a word', t => {
	const word = String.fromCharCode(...Array.from({length: 256}, (_, byte) => byte));
	const request = formatRequest(7, 'read', [word, 'b'], Buffer.from('payload')).toString('latin1');
	const [, encoded = ''] = /^7 read 7 (\S+) b\npayload$/.exec(request) ?? [];
	t.is(decodeWord(encoded), word);
});
