import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {HOSTILE_WAYS, type HostileWay, startHostileCrowd} from './proof/hostile-crowd.ts';
import {startProgram} from './proof/started-program.ts';

const SMALL_BYTES = 48 * 1024;
const LARGE_BYTES = 16 * 1024 * 1024;

type Answer = {readonly bytes: number; readonly firstByteMs: number; readonly cutBy: string};

/** One request of the sixth address, read as fast as it comes. */
const get = async (port: number, name: string, onBytes: (bytes: number) => void = () => undefined): Promise<Answer> => {
	const startMs = performance.now();
	const socket = connect({host: '127.0.0.1', port, localAddress: '127.0.0.7'});
	const closed = new Promise(resolve => socket.once('close', resolve));
	let cutBy = '';
	socket.on('error', error => (cutBy = error.message)).write(`GET ${name} OSP2P\n`);
	let bytes = 0;
	let firstByteMs = Number.POSITIVE_INFINITY;
	socket.on('data', (chunk: Buffer) => {
		firstByteMs = Math.min(firstByteMs, performance.now() - startMs);
		bytes += chunk.length;
		onBytes(chunk.length);
	});
	await closed;
	return {bytes, firstByteMs, cutBy};
};

const ways = Object.keys(HOSTILE_WAYS) as HostileWay[];
const mixes: ReadonlyArray<readonly HostileWay[]> = [
	...ways.map(way => [way]),
	['slow readers', 'fast readers', 'idle connections', 'a flood of requests', 'answered connections left open'],
];

for (const mix of mixes) {
	test.serial(`a sixth address has its share beside five of ${mix.join(', ')}`, async t => {
		t.timeout(120_000);
		await using stack = new AsyncDisposableStack();
		const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-fair-')));
		await writeFile(join(path, 'small'), Buffer.alloc(SMALL_BYTES, 's'));
		await writeFile(join(path, 'large'), Buffer.alloc(LARGE_BYTES, 'l'));
		const peer = stack.use(startProgram('peer', ['-t1', '-d', path, '--address', '127.0.0.1']));
		const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(await peer.line(/listening on/))?.[1]);
		const crowd = stack.use(await startHostileCrowd(port, mix));

		await pause(1500); // Until then a program that has just started compiles what it runs, beside hundreds who came at once.
		const answers: Answer[] = [];
		for (let n = 0; n < 23; n++) {
			answers.push(await get(port, 'small'));
		}

		const firstBytes = answers.map(({firstByteMs}) => Math.round(firstByteMs)).sort((one, other) => one - other);
		t.log({firstByteMs: {middle: firstBytes[11], last: firstBytes.at(-1)}});
		t.deepEqual(
			answers.filter(({bytes}) => bytes !== SMALL_BYTES),
			[],
			'each request is answered whole',
		);
		t.true((firstBytes.at(-1) ?? 0) < 1000, 'each within a second');

		let mine = 0;
		const theirsBefore = crowd.bytes();
		let isOver = false;
		const cuts: string[] = [];
		const readOn = async (): Promise<void> => {
			while (!isOver) {
				const {cutBy} = await get(port, 'large', bytes => {
					mine += isOver ? 0 : bytes;
				});
				cuts.push(...(cutBy === '' || isOver ? [] : [cutBy]));
			}
		};
		const reading = Promise.all(Array.from({length: 10}, readOn));
		await pause(5000);
		isOver = true;
		const theirs = crowd.bytes() - theirsBefore;
		const share = (mine + theirs) / 6;
		t.log({mine: mine / 2 ** 20, theirs: theirs / 2 ** 20, ofItsShare: mine / share});
		t.true(mine >= 0.9 * share, `${mine} of ${share}`);
		t.deepEqual(cuts, [], 'none of its downloads is cut short');
		await crowd[Symbol.asyncDispose]();
		await reading;
	});
}
