import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {seededRandom} from '../../net/seeded-random.ts';
import {portIn, type StartedProgram, startProgram} from './started-program.ts';

/** A peer to be fuzzed: short-tempered, so that the patience of the evil is not what is measured. */
export type FuzzedPeer = AsyncDisposable & {
	readonly program: StartedProgram;
	readonly address: string;
	readonly port: number;
	readonly files: ReadonlyMap<string, Buffer>;
};

/** Start a peer over a folder of files of random sizes up to 2 MB. */
export const startFuzzedPeer = async ({seed}: {readonly seed: number}): Promise<FuzzedPeer> => {
	await using stack = new AsyncDisposableStack();
	const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-fuzz-')));
	const random = seededRandom(seed, 'fuzzed peer');
	const files = new Map<string, Buffer>();
	for (let count = 0; count < 20; count++) {
		const content = Buffer.alloc(1 + Math.floor(random() ** 3 * 2_000_000), `${seed} ${count} `);
		files.set(`file ${count}`, content);
		await writeFile(join(folder.path, `file ${count}`), content);
	}

	const tracker = stack.use(startProgram('tracker', ['--any-port', '--address', '127.0.0.1']));
	const trackerPort = portIn(await tracker.line(/listening on/));
	const program = stack.use(
		startProgram(
			'peer',
			[
				`-t${trackerPort}`,
				'-d',
				folder.path,
				'--cache-dir',
				'none',
				'--address',
				'127.0.0.1',
				'--request-seconds',
				'2',
				'--idle-seconds',
				'2',
				'--rate-seconds',
				'2',
			],
			{
				isBuilt: true,
			},
		),
	);
	const port = portIn(await program.line(/listening on/));
	await program.line(/registered as .* with 20 files/);
	const owned = stack.move();
	return {program, address: '127.0.0.1', port, files, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};
