import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {execa} from 'execa';

/** How long an archive may take to answer before we look elsewhere, in seconds. Ours: a user waits for this at most once an image. */
const PATIENCE_SECONDS = 5;

/** Whether a file of an archive can be had. Asked by apt's own downloader, so that this host's proxies and credentials hold. */
export const archiveAnswers = async (url: string, {signal}: {readonly signal: AbortSignal}): Promise<boolean> => {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'osp2p-archive-'));
	try {
		const options = [`Acquire::http::Timeout=${PATIENCE_SECONDS}`, 'Acquire::Retries=0'].flatMap(option => [
			'-o',
			option,
		]);
		const {failed} = await execa(
			'/usr/lib/apt/apt-helper',
			[...options, 'download-file', url, path.join(folder, 'file')],
			{
				cancelSignal: signal,
				timeout: (PATIENCE_SECONDS + 1) * 1000,
				reject: false,
			},
		);
		signal.throwIfAborted();
		return !failed;
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
