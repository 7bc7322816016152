import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtempDisposable} from 'node:fs/promises';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs, promisify} from 'node:util';
import {undecidedUntilTold} from '../net/undecided-until-told.ts';
import {downloadFigures} from './download-figures.ts';
import {recordMeasurement} from './measurement.ts';
import {uploadFigures} from './upload-figures.ts';

undecidedUntilTold();

/*
Figures of the guest programs, each beside a ceiling measured in the same run.

	node guest/bench/main.ts [--source] [--only peer|tracker] [--rounds 5] [--json] [--record] [tracker.ts's options]

--record keeps them for docs/measurements.md.
*/
const {values, positionals} = parseArgs({
	options: {
		source: {type: 'boolean', default: false}, // Measure the source even when an executable is built.
		only: {type: 'string'},
		rounds: {type: 'string', default: '5'},
		json: {type: 'boolean', default: false},
		record: {type: 'boolean', default: false},
	},
	allowPositionals: true,
});

const run = promisify(execFile);
const here = (path: string): string => join(import.meta.dirname, path);
const programOf = (name: 'peer' | 'tracker'): readonly [string, ...string[]] => {
	const built = here(`../../dist/osp${name}`);
	return existsSync(built) && !values.source ? [built] : [process.execPath, here(`../${name}/main.ts`)];
};

/** The compiled ceiling.c; undefined where there is no C compiler. */
const compileCeiling = async (folder: string): Promise<string | undefined> => {
	const binary = join(folder, 'ceiling~');
	return run('cc', ['-O2', '-pthread', '-o', binary, here('ceiling.c')]).then(
		() => binary,
		() => undefined,
	);
};

const peerFigures = async () => {
	await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-bench-'));
	const folder = temporary.path;
	const peer = programOf('peer');
	const ceiling = await compileCeiling(folder);
	const uploads = await uploadFigures({
		folder,
		peer,
		tracker: programOf('tracker'),
		ceiling,
		rounds: Number(values.rounds),
	});
	const download = await downloadFigures({folder, peer, tracker: programOf('tracker')});
	return {
		program: peer.join(' '),
		processors: cpus().length,
		reader: ceiling === undefined ? 'Node' : 'C',
		uploads,
		download,
	};
};

const table = ({program, processors, reader, uploads, download}: Awaited<ReturnType<typeof peerFigures>>): string => {
	const ours = (readers: number): number =>
		uploads.find(figure => figure.server === 'osppeer' && figure.readers === readers)?.mbPerSecond ?? 0;
	const rows = uploads.map(({server, readers, mbPerSecond, cpuSecondsPerGib}) =>
		[
			server.padEnd(16),
			...[readers, mbPerSecond, cpuSecondsPerGib, (ours(readers) / mbPerSecond).toFixed(2)].map(value =>
				String(value).padStart(12),
			),
		].join(''),
	);
	return [
		`${program}, ${processors} processors, reader in ${reader}`,
		`${'upload'.padEnd(16)}     readers        MB/s   CPU s/GiB   osppeer:it`,
		...rows,
		'',
		`download of ${download.mib} MiB: osppeer ${download.osppeer} MB/s; without a digest in bare Node ${download.bareReceive}; MD5 alone ${download.md5}`,
		'',
	].join('\n');
};

const record = async ({uploads, download, reader}: Awaited<ReturnType<typeof peerFigures>>): Promise<void> => {
	const readers = [...new Set(uploads.map(figure => figure.readers))];
	const cell = (server: string, count: number): string => {
		const figure = uploads.find(one => one.server === server && one.readers === count);
		return figure === undefined ? '' : `${figure.mbPerSecond} (${figure.cpuSecondsPerGib})`;
	};
	await recordMeasurement('guest', {
		title: 'Uploads of the peer',
		command: 'npm run bench:guest -- --only peer --record',
		runsOn: 'programs on the host',
		head: ['MB/s (processor seconds a GiB)', ...readers.map(count => `${count} ${count === 1 ? 'reader' : 'readers'}`)],
		rows: [...new Set(uploads.map(({server}) => server))].map(server => [
			server,
			...readers.map(count => cell(server, count)),
		]),
		note: `Best of ${values.rounds} rounds, from the page cache, reader in ${reader}. Download of ${download.mib} MiB: osppeer ${download.osppeer} MB/s, bare Node without a digest ${download.bareReceive}, MD5 alone ${download.md5}.`,
	});
};

if (values.only !== 'tracker') {
	const figures = await peerFigures();
	await (values.record ? record(figures) : undefined);
	process.stdout.write(values.json ? `${JSON.stringify(figures, undefined, '\t')}\n` : `${table(figures)}\n`);
}

if (values.only !== 'peer') {
	const {stdout} = await run(process.execPath, [
		here('tracker.ts'),
		...(values.json ? ['--json'] : []),
		...(values.record ? ['--record'] : []),
		...positionals,
	]);
	process.stdout.write(stdout);
}

process.exitCode = 0;
