import {execFile} from 'node:child_process';
import {open, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {cpuSeconds, startProgram} from './measured-program.ts';

const run = promisify(execFile);

/** How fast one server sent, at its best. */
export type UploadFigure = {
	readonly server: string;
	readonly readers: number;
	readonly mbPerSecond: number;
	readonly cpuSecondsPerGib: number;
};

type Contender = {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	readonly port: RegExp;
	readonly request: string;
};

/**
Upload from the page cache to readers that throw away what they get, each server in turn and that several times, so that a noisy machine harms all alike; the best time of each counts.

@param folder - Where the files may be made.
@param ceiling - The compiled ceiling.c; undefined where there is no compiler.
*/
export const uploadFigures = async ({
	folder,
	peer,
	tracker,
	ceiling,
	rounds,
}: {
	readonly folder: string;
	readonly peer: readonly [string, ...string[]];
	readonly ceiling: string | undefined;
	readonly tracker: readonly [string, ...string[]];
	readonly rounds: number;
}): Promise<UploadFigure[]> => {
	const figures: UploadFigure[] = [];
	for (const {readers, mib} of [
		{readers: 1, mib: 1024},
		{readers: 100, mib: 10},
	]) {
		const file = `upload-${mib}`;
		await makeFile(join(folder, file), mib);
		await using stack = new AsyncDisposableStack();
		const trackerRuns = stack.use(startProgram([...tracker, '--any-port', '--address', '127.0.0.1']));
		const [, trackerPort = ''] = /:(\d+)/.exec(await trackerRuns.line(/listening on/)) ?? [];
		const contenders = await contendersFor(file, {folder, peer: [...peer, `-t${trackerPort}`], ceiling});
		const started = await Promise.all(
			contenders.map(async contender => {
				const program = stack.use(startProgram(contender.command));
				const port =
					contender.name === 'nginx sendfile'
						? NGINX_PORT
						: (contender.port.exec(await program.line(contender.port))?.[1] ?? '');
				if (contender.name === 'osppeer') {
					await program.line(/registered/); // Until then it computes digests.
				}

				return {...contender, pid: program.pid, listensAt: String(port)};
			}),
		);
		const best = new Map<string, UploadFigure>();
		for (let round = 0; round < rounds; round++) {
			for (const {name, pid, listensAt, request} of started) {
				const cpuBefore = await cpuSeconds(pid);
				const argv = [listensAt, request, String(readers)];
				const {stdout} =
					ceiling === undefined
						? await run(process.execPath, [join(import.meta.dirname, 'throw-away-reader.ts'), ...argv])
						: await run(ceiling, ['read', ...argv], {timeout: 60_000});
				const [bytes = 0, seconds = 1] = stdout.split(' ').map(Number);
				if (bytes < readers * mib * 1024 * 1024) {
					throw new Error(`${name} sent ${bytes} bytes to ${readers} readers of ${mib} MiB`);
				}

				const mbPerSecond = Math.round(bytes / seconds / 1e6);
				if (mbPerSecond > (best.get(name)?.mbPerSecond ?? 0)) {
					const cpuSecondsPerGib = Math.round(((await cpuSeconds(pid)) - cpuBefore) * 100 * (2 ** 30 / bytes)) / 100;
					best.set(name, {server: name, readers, mbPerSecond, cpuSecondsPerGib});
				}
			}
		}

		figures.push(...best.values());
	}

	return figures;
};

const NGINX_PORT = 18_980;

const contendersFor = async (
	file: string,
	{
		folder,
		peer,
		ceiling,
	}: {readonly folder: string; readonly peer: readonly [string, ...string[]]; readonly ceiling: string | undefined},
): Promise<Contender[]> => {
	const get = `GET ${file} OSP2P\n`;
	const listening = /listening on 127\.0\.0\.1:(\d+)/;
	const contenders: Contender[] = [
		{
			name: 'osppeer',
			command: [...peer, '-d', folder, '--address', '127.0.0.1', '--cache-dir', 'none'],
			port: listening,
			request: get,
		},
		{
			name: 'bare Node loop',
			command: [process.execPath, join(import.meta.dirname, 'bare-file-server.ts'), join(folder, file)],
			port: listening,
			request: get,
		},
	];
	if (ceiling !== undefined) {
		contenders.push({
			name: 'C read/write',
			command: [ceiling, 'serve', join(folder, file)],
			port: /^(\d+)$/,
			request: get,
		});
	}

	const nginx = await nginxCommand(folder);
	if (nginx !== undefined) {
		contenders.push({name: 'nginx sendfile', command: nginx, port: /./, request: `GET /${file} HTTP/1.0\r\n\r\n`});
	}

	return contenders;
};

const nginxCommand = async (folder: string): Promise<readonly [string, ...string[]] | undefined> => {
	const nginx = await run('nginx', ['-v']).then(
		() => 'nginx',
		() => undefined,
	);
	const configuration = join(folder, 'nginx.conf~');
	await writeFile(
		configuration,
		`daemon off; master_process off; user root; pid ${folder}/nginx.pid~; error_log /dev/null; events {worker_connections 512;}
http {access_log off; sendfile on; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
server {listen 127.0.0.1:${NGINX_PORT}; root ${folder};}}`,
	);
	return nginx === undefined ? undefined : [nginx, '-c', configuration];
};

/** A file whose bytes are in the page cache. */
const makeFile = async (path: string, mib: number): Promise<void> => {
	await using file = await open(path, 'w');
	const piece = Buffer.alloc(1024 * 1024, 'osp2p benchmark ');
	for (let written = 0; written < mib; written++) {
		await file.write(piece);
	}

	await truncate(path, mib * 1024 * 1024);
};
