import test from 'ava';
import {helpText} from './help-text.ts';
import {DEFAULT_LIMITS, LIMITS} from './peer-limits.ts';
import {type Environment, optionNameOf, type PeerOptions, parsePeerOptions, UsageError} from './peer-options.ts';

const run = (...argv: readonly string[]): PeerOptions => {
	const parsed = parsePeerOptions(argv);
	if (parsed.command !== 'run') {
		throw new Error(parsed.command);
	}

	return parsed.options;
};

test('options of the original, glued or apart', t => {
	const expected = {address: '10.0.0.1', port: 5000};
	t.deepEqual(run('-t10.0.0.1:5000').tracker, expected);
	t.deepEqual(run('-t', '10.0.0.1:5000').tracker, expected);
	t.deepEqual(run('--tracker=10.0.0.1:5000').tracker, expected);
	t.is(run('-dtest').folder, 'test');
	t.is(run('-d', 'test').folder, 'test');
	t.deepEqual(run('-dtest', 'a', 'b').files, ['a', 'b'] as never);
});

test('address and port of the tracker may stand alone', t => {
	t.deepEqual(run('-t10.0.0.1').tracker, {address: '10.0.0.1', port: 11_111});
	t.deepEqual(run('-t5000').tracker, {address: '127.0.0.1', port: 5000});
	t.deepEqual(run().tracker, {address: '127.0.0.1', port: 11_111});
});

test('-b may have a number, glued or apart, a name, or nothing', t => {
	t.is(run().evil, undefined);
	t.is(run('-b').evil, '1');
	t.is(run('-b', 'cat.jpg').evil, '1');
	t.is(run('-b3').evil, '3');
	t.is(run('-b', '3').evil, '3');
	t.is(run('-bendless').evil, 'endless');
	t.is(run('--evil', 'endless').evil, 'endless');
	t.deepEqual(run('--', '-b').files, ['-b'] as never);
});

test('names are bytes: UTF-8 as typed, or anything when quoted', t => {
	t.deepEqual(run('naïve').files, ['na\u00c3\u00afve'] as never);
	t.deepEqual(run('a%20b').files, ['a%20b'] as never);
	t.deepEqual(run('--quoted', 'a%20%ff').files, ['a \u00ff'] as never);
});

test('digests are remembered where a user keeps what may be forgotten, or where he says, or nowhere', t => {
	const folder = (argv: readonly string[], environment: Environment): string | undefined => {
		const parsed = parsePeerOptions(argv, environment);
		return parsed.command === 'run' ? parsed.options.cacheFolder : parsed.command;
	};

	t.is(folder([], {XDG_CACHE_HOME: '/c', HOME: '/h'}), '/c/osppeer');
	t.is(folder([], {HOME: '/h'}), '/h/.cache/osppeer');
	t.is(folder([], {XDG_CACHE_HOME: '', HOME: '/h'}), '/h/.cache/osppeer');
	t.is(folder([], {XDG_CACHE_HOME: 'relative', HOME: 'relative'}), undefined);
	t.is(folder([], {}), undefined);
	t.is(folder(['--cache-dir', 'd'], {HOME: '/h'}), 'd');
	t.is(folder(['--cache-dir', 'none'], {HOME: '/h'}), undefined);
	t.throws(() => folder(['--cache-dir', ''], {}), {instanceOf: UsageError, message: /--cache-dir takes a folder/});
});

test('every limit is an option', t => {
	for (const [limit, {value}] of Object.entries(LIMITS)) {
		const argv = [`--${optionNameOf(limit)}`, String(value + 1)];
		t.deepEqual(run(...argv).limits, {...DEFAULT_LIMITS, [limit]: value + 1});
		t.true(helpText().includes(`--${optionNameOf(limit)} N`), limit);
	}

	t.true(helpText().includes('--idle-seconds N'));
	t.deepEqual(
		helpText()
			.split('\n')
			.filter(line => /^ {2}(?:-|\s+--)/.test(line) && !/^.{35} {2}\S/.test(line.slice(2))),
		[],
		'what each does begins in one column, apart from its name',
	);
});

test('what means nothing is a usage error that says what is allowed', t => {
	const wrong: ReadonlyArray<readonly [RegExp, ...string[]]> = [
		[/--tracker takes an IPv4 address/, '-tlocalhost'],
		[/--tracker takes/, '-t1.2.3.4:0'],
		[/--tracker takes/, '-t1.2.3'],
		[/--port takes a number from 1 to 65535/, '--port', '0x50'],
		[/--idle-seconds takes a number/, '--idle-seconds', 'soon'],
		[/--address takes/, '--address', 'eth0'],
		[/one path segment/, '../secret'],
		[/255 bytes/, 'x'.repeat(256)],
		[/Unknown option '--nope'/, '--nope'],
	];
	for (const [message, ...argv] of wrong) {
		t.throws(() => parsePeerOptions(argv), {instanceOf: UsageError, message});
	}
});

test('--help and --version win over everything else', t => {
	t.deepEqual(parsePeerOptions(['-h', 'x']), {command: 'help'});
	t.deepEqual(parsePeerOptions(['--version', '-b']), {command: 'version'});
});
