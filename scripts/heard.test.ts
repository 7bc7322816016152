import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';

/*
An 'error' event that nobody hears ends the program, wherever it is: a disk that is full, a reader that has gone, a peer that hangs up.
So whoever makes something that can be written to hears its errors in the same file, or hands it to what does: `pipeline()`, `finished()`, a loop over it.
*/

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root})
	.filter(file => !file.endsWith('.test.ts') && !file.includes('/fixtures/'))
	.sort();

/** What makes a stream that can be written to. A server that serves gives out sockets, and is to be heard itself: a visitor may be refused for lack of descriptors. */
const MAKES =
	/(?<![.\w]|#)(?:http\.)?(?:createWriteStream|createServer|createConnection|dial)\(|(?<![.\w#])connect\((?!name)/g;
const SERVES = /\bcreateServer\((?!\))/g;

/** What hears of its errors: all that come, not the first. */
const HEARS = /\.on\(\s*'error'|\bpipeline\(|\bfinished\(|\btame\(/g;

/** Files that make more than they hear, and why nobody is surprised. */
const OTHERS: Readonly<Record<string, string>> = {
	'guest/bench/bare-file-server.ts': 'a child that is watched by its parent: its end is what is told',
	'guest/bench/bare-line-server.ts': 'the same',
	'guest/conformance/tracker-program.ts': 'a server that only finds a free port, and a socket that is closed at once',
	'guest/peer/proof/fuzz-peer.ts': 'the loop over the socket throws it',
	'guest/net/dial.ts': 'hands the socket to its caller, who hears from then on',
	'guest/peer/reach.ts': 'hands the socket to its caller, as dial() does',
	'host/bench/measure-switch.ts': 'a card hears its own socket',
	'host/bench/flood-card.ts': 'a child that is watched by its parent: its end is what is told',
	'host/testbed/free-port.ts': 'a server that only finds a free port, and throws',
	'image/little-archive.ts': 'a server of one test, on 127.0.0.1',
};

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
const made = (text: string): number =>
	/from 'node:(?:net|http|fs)'|net\/dial\.ts'/.test(text)
		? count(text, MAKES) + (text.includes("from 'node:http'") ? 0 : count(text, SERVES)) // HTTP hears its sockets itself.
		: 0;
const isUnheard = (text: string): boolean => count(text, HEARS) < made(text);

test('whatever can be written to has somebody who hears its errors', t => {
	const making = files.filter(file => made(read(file)) > 0);
	t.true(making.length > 30, `${making.length}`);
	t.deepEqual(
		making.filter(file => isUnheard(read(file)) && OTHERS[file] === undefined),
		[],
	);
	t.deepEqual(
		Object.keys(OTHERS).filter(file => !isUnheard(read(file))),
		[],
		'has a reason, but needs none',
	);
});

for (const [text, isWrong] of [
	["import {connect} from 'node:net';\nconst socket = connect({host, port});", true],
	["import {connect} from 'node:net';\nconst socket = connect({host, port});\nsocket.once('error', reject);", true],
	["import {connect} from 'node:net';\nconst socket = connect({host, port});\nsocket.on('error', tell);", false],
	["import {createServer} from 'node:net';\nconst server = createServer(socket => socket.on('error', tell));", true],
	["import {createWriteStream} from 'node:fs';\ncreateWriteStream(path).write(text);", true],
	["import {createWriteStream} from 'node:fs';\nawait pipeline(source, createWriteStream(path));", false],
] as const) {
	test(`${isWrong ? 'forbidden' : 'allowed'}: ${text}`, t => {
		t.is(isUnheard(text), isWrong);
	});
}
