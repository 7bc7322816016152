import {createHash} from 'node:crypto';
import {open, rm, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import {makeFolder} from '../net/make-folder.ts';
import {startProgram} from './measured-program.ts';

/** How fast a file came, in MB a second, and what parts of the work alone would allow. */
export type DownloadFigures = {
	readonly mib: number;
	/** From asking the holder to the finished file, digest checked. */
	readonly osppeer: number;
	/** Socket to file in Node, without a digest. */
	readonly bareReceive: number;
	/** MD5 alone, which nobody who checks can do without. */
	readonly md5: number;
};

/**
Download one file from another peer of ours over the real tracker.

@param folder - Where folders may be made.
*/
export const downloadFigures = async ({
	folder,
	peer,
	tracker,
	mib = 512,
}: {
	readonly folder: string;
	readonly peer: readonly [string, ...string[]];
	readonly tracker: readonly [string, ...string[]];
	readonly mib?: number;
}): Promise<DownloadFigures> => {
	const [from, to] = [join(folder, 'from'), join(folder, 'to')];
	await Promise.all([makeFolder(from), makeFolder(to)]);
	const file = join(from, 'file');
	const piece = Buffer.alloc(1024 * 1024, 'osp2p benchmark ');
	await using written = await open(file, 'w');
	for (let count = 0; count < mib; count++) {
		await written.write(piece);
	}

	await using trackerRuns = startProgram([...tracker, '--any-port', '--address', '127.0.0.1']);
	const port = portIn(await trackerRuns.line(/listening on/));
	await using seed = startProgram([...peer, `-t${port}`, '-d', from, '--address', '127.0.0.1', '--cache-dir', 'none']);
	const seedPort = portIn(await seed.line(/listening on/));
	await seed.line(/registered/);
	const seconds: number[] = [];
	for (let round = 0; round < 3; round++) {
		await rm(join(to, 'file'), {force: true});
		await using fetching = startProgram([
			...peer,
			`-t${port}`,
			'-d',
			to,
			'--address',
			'127.0.0.1',
			'--once',
			'--events',
			'-',
			'file',
		]);
		seconds.push(JSON.parse(await fetching.line(/"download-done"/)).seconds);
	}

	const rate = (best: number): number => Math.round((mib * 1024 * 1024) / best / 1e6);
	const figures = {
		mib,
		osppeer: rate(Math.min(...seconds)),
		bareReceive: rate(Math.min(...(await threeTimes(() => receive(seedPort, join(to, 'bare'), mib))))),
		md5: rate(Math.min(...(await threeTimes(() => hash(piece, mib))))),
	};
	await Promise.all([from, to].map(path => rm(path, {recursive: true})));
	return figures;
};

const portIn = (line: string): number => Number(/:(\d+)/.exec(line)?.[1]);

const threeTimes = async (work: () => Promise<void>): Promise<number[]> => {
	const seconds: number[] = [];
	for (let round = 0; round < 3; round++) {
		const startMs = performance.now();
		await work();
		seconds.push((performance.now() - startMs) / 1000);
	}

	return seconds;
};

const receive = async (port: number, path: string, mib: number): Promise<void> => {
	await using file = await open(path, 'w');
	const socket = connect(port, '127.0.0.1').on('error', () => undefined); // The loop below throws it.
	socket.write('GET file OSP2P\n');
	for await (const chunk of socket) {
		await file.write(chunk);
	}

	if ((await stat(path)).size !== mib * 1024 * 1024) {
		throw new Error('the seed did not send all of it');
	}
};

const hash = async (piece: Buffer, times: number): Promise<void> => {
	const md5 = createHash('md5');
	for (let count = 0; count < times; count++) {
		md5.update(piece);
	}

	md5.digest();
};
