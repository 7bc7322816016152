import {execFileSync} from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import {shellLine} from './shell-line.ts';

const wordsSeenBySh = (line: string): string[] =>
	execFileSync('sh', ['-c', `set -- ${line}; for word do printf '%s\\000' "$word"; done`], {encoding: 'latin1'})
		.split('\0')
		.slice(0, -1);

test('hard words reach a real shell unchanged', t => {
	const words = [
		"it's",
		'$HOME',
		'',
		'a b',
		'two\nlines\n',
		'*',
		'~',
		'\\',
		'"',
		'-n',
		'!',
		'\xff\xfe',
		'gr\xc3\xbc\xc3\x9fe',
		'`id`',
		'{a,b}',
		'%s',
		'=',
	] as const;
	t.deepEqual(wordsSeenBySh(shellLine(words)), [...words]);
});

test.serial('any words reach a real shell unchanged', t => {
	const word = fc.string({unit: fc.integer({min: 1, max: 255}).map(code => String.fromCharCode(code)), maxLength: 12});
	fc.assert(
		fc.property(fc.array(word, {minLength: 1, maxLength: 20}), ([first = '', ...rest]) => {
			t.deepEqual(wordsSeenBySh(shellLine([first, ...rest])), [first, ...rest]);
		}),
		{numRuns: 50},
	);
});

test('plain words stay readable', t => {
	t.is(
		shellLine(['/opt/osp2p/bin/osppeer', '-t10.77.0.1:11111', '-d/srv/osp']),
		'/opt/osp2p/bin/osppeer -t10.77.0.1:11111 -d/srv/osp',
	);
});

test('what cannot be an argument is refused', t => {
	t.throws(() => shellLine(['a\0b']), {name: 'HarnessError'});
	t.throws(() => shellLine(['€']), {message: /no byte/});
});
