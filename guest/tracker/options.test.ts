import test from 'ava';
import {parseOptions, UsageError} from './options.ts';

const planOf = (...argv: string[]) => {
	const command = parseOptions(argv);
	return command.type === 'run' ? command.plan : undefined;
};

test('values may be glued to their letter, stand apart, or follow a long name', t => {
	for (const argv of [['-p4000'], ['-p', '4000'], ['--port', '4000'], ['--port=4000']]) {
		t.is(planOf(...argv)?.port, 4000);
	}
});

test('the defaults are those of the original', t => {
	t.like(planOf(), {address: '0.0.0.0', port: 11_111, onlyLocal: false, withFakePeers: false});
	t.like(planOf('-l', '-fx'), {onlyLocal: true, withFakePeers: true});
});

test('bounds are those of the help, in the units of the program', t => {
	t.like(planOf(), {
		maxConnections: 32_768,
		maxPerAddress: 16_384,
		maxUnreadBytes: 134_217_728,
		maxOfferBytes: 268_435_456,
		stallMs: 60_000,
	});
	t.like(planOf('--max-offers-mib', '2'), {maxOfferBytes: 2_097_152});
	t.like(planOf('--max-unread-mib', '1', '--stall-seconds', '1'), {maxUnreadBytes: 1_048_576, stallMs: 1000});
	t.is(planOf('-p', '1')?.port, 1);
	t.is(planOf('-p', '65535')?.port, 65_535);
	t.is(planOf('--address', '127.0.0.1')?.address, '127.0.0.1');
});

test('one address gets half of the places, unless told otherwise', t => {
	t.is(planOf('--max-clients', '101')?.maxPerAddress, 51);
	t.is(planOf('--max-clients', '100', '--max-per-address', '100')?.maxPerAddress, 100);
});

const refused = test.macro({
	title: (_, argv: string[]) => `"${argv.join(' ')}" is refused`,
	exec(t, argv: string[]) {
		t.throws(() => parseOptions(argv), {instanceOf: UsageError});
	},
});

test(refused, ['-z']);
test(refused, ['junk']);
test(refused, ['-p', '0']);
test(refused, ['-p', '65536']);
test(refused, ['-pabc']);
test(refused, ['-p']);
test(refused, ['-p', '1e3']);
test(refused, ['--address', 'localhost']);
test(refused, ['--address', '1.2.3']);
test(refused, ['--metrics', '-1']);
test(refused, ['--max-clients', '0']);
