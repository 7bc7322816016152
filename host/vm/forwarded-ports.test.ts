import test from 'ava';
import {parseUserNetwork} from './forwarded-ports.ts';

test("QEMU's table tells which port leads where", t => {
	const table = [
		'Hub -1 (management):',
		'  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ',
		'  TCP[ESTABLISHED]   14       127.0.0.1 44297       10.0.2.15    22     0     0',
		'  TCP[HOST_FORWARD]  10       127.0.0.1 44297       10.0.2.15    22     0     0',
		'  TCP[HOST_FORWARD]   5       127.0.0.1 46389       10.0.2.15 11111     0     0',
		'',
	].join('\r\n');
	t.deepEqual(
		[...parseUserNetwork(table)],
		[
			[22, 44_297],
			[11_111, 46_389],
		],
	);
});

test('a network without forwarded ports has none', t => {
	t.is(parseUserNetwork('').size, 0);
});
