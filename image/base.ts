import {access, mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {type HostApt, readHostApt} from './host-apt.ts';
import {ImageError} from './image-error.ts';
import {
	type Architecture,
	distributions as allDistributions,
	type Distribution,
	type DistributionName,
} from './recipe.ts';

/** Where the root file system comes from. */
export type Base =
	| {
			readonly kind: 'archive';
			readonly distribution: DistributionName;
			readonly suite: string;
			/** Lines as of sources.list. */
			readonly sources: readonly string[];
			/** Path of the keys that the archive must be signed with. */
			readonly keyring: string;
			/** Why this one, as the end of a sentence. */
			readonly because: string;
	  }
	| {readonly kind: 'tar'; readonly path: string; readonly because: string};

/** In words, for people: `Debian bookworm`. */
export const baseTitle = (base: Base): string =>
	base.kind === 'tar' ? path.basename(base.path) : `${allDistributions[base.distribution].title} ${base.suite}`;

/**
Decide what `--base` means on this host.

@param wanted - `auto`, `debian`, `debian:SUITE`, `ubuntu`, `ubuntu:SUITE`, or the path of a root file system's tar archive.
@param distributions - Where their archives and keys are; a test has its own.
@throws {ImageError} If it is none of these, or the archive's keys are not installed.
*/
export const chooseBase = async (
	wanted: string,
	{distributions = allDistributions, ...options}: Choosing,
): Promise<Base> => {
	const [name = '', suite] = wanted.split(':');
	if (name === 'auto' && suite === undefined) {
		return chooseByItself({...options, distributions});
	}

	if (name === 'debian' || name === 'ubuntu') {
		const distribution = distributions[name];
		await requireKeyring(distribution);
		const host = await readHostApt(options);
		const because = 'you asked for it';
		return fromArchive(name, {
			distribution,
			suite: suite ?? suiteOf(name, {distribution, host}),
			host,
			because,
			...options,
		});
	}

	if (!wanted.includes('/') && !wanted.endsWith('.tar')) {
		throw new ImageError(`"${wanted}" is no base for a guest`, {
			hint: 'Say auto, debian, debian:SUITE, ubuntu, ubuntu:SUITE, or the path of a root file system in a .tar file.',
		});
	}

	if (!(await exists(wanted))) {
		throw new ImageError(`there is no file ${wanted}`, {hint: 'A base may be a root file system in a .tar file.'});
	}

	return {kind: 'tar', path: path.resolve(wanted), because: 'you asked for it'};
};

type Choosing = {
	readonly architecture: Architecture;
	readonly signal: AbortSignal;
	readonly distributions?: Readonly<Record<DistributionName, Distribution>>;
};

/** Ubuntu if we have its keys and its archive answers; else what this host's apt uses; else Debian. */
const chooseByItself = async ({distributions, ...options}: Required<Choosing>): Promise<Base> => {
	const host = await readHostApt(options);
	const {ubuntu} = distributions;
	const problem = await whyNot(ubuntu, options);
	if (problem === undefined) {
		return fromArchive('ubuntu', {
			distribution: ubuntu,
			suite: ubuntu.suite,
			host,
			because: 'its archive answers',
			...options,
		});
	}

	const name = host?.distribution ?? 'debian';
	const distribution = distributions[name];
	await requireKeyring(distribution);
	const because = host ? `${problem}, and this host's apt uses this one` : problem;
	return fromArchive(name, {distribution, suite: suiteOf(name, {distribution, host}), host, because, ...options});
};

/** What keeps us from a distribution, if anything does; the network is asked last. */
const whyNot = async (
	{title, keyring, mirror, suite}: Distribution,
	{architecture, signal}: {readonly architecture: Architecture; readonly signal: AbortSignal},
): Promise<string | undefined> => {
	if (!(await exists(keyring.file))) {
		return `${title}'s keys are not installed (apt-get install ${keyring.packages[0]})`;
	}

	return (await archiveAnswers(`${mirror[architecture]}/dists/${suite}/InRelease`, {signal}))
		? undefined
		: `${title}'s archive does not answer`;
};

const suiteOf = (
	name: DistributionName,
	{distribution, host}: {readonly distribution: Distribution; readonly host: HostApt | undefined},
): string => (host?.distribution === name ? host.suite : distribution.suite);

const fromArchive = (
	name: DistributionName,
	{
		distribution,
		suite,
		architecture,
		host,
		because,
	}: {
		readonly distribution: Distribution;
		readonly suite: string;
		readonly architecture: Architecture;
		readonly host: HostApt | undefined;
		readonly because: string;
	},
): Base => ({
	kind: 'archive',
	distribution: name,
	suite,
	sources:
		host?.distribution === name && host.suite === suite
			? host.sources
			: defaultSources(distribution, {suite, architecture}),
	keyring: distribution.keyring.file,
	because,
});

/** Releases in development get no updates beside themselves. */
const defaultSources = (
	distribution: Distribution,
	{suite, architecture}: {readonly suite: string; readonly architecture: Architecture},
): string[] => {
	const mirror = distribution.mirror[architecture];
	const components = distribution.components.join(' ');
	const updates = ['sid', 'unstable', 'testing', 'experimental', 'devel'].includes(suite) ? [] : distribution.updates;
	return [
		`deb ${mirror} ${suite} ${components}`,
		...updates.map(
			kind => `deb ${(kind === 'security' && distribution.securityMirror) || mirror} ${suite}-${kind} ${components}`,
		),
	];
};

const requireKeyring = async ({title, keyring}: Distribution): Promise<void> => {
	if (!(await exists(keyring.file))) {
		throw new ImageError(
			`the keys that ${title}'s archive is signed with are not installed: there is no ${keyring.file}`,
			{
				hint: `Install one of these packages: ${keyring.packages.join(', ')}. On Debian or Ubuntu: apt-get install ${keyring.packages[0]}`,
			},
		);
	}
};

const exists = async (file: string): Promise<boolean> => {
	try {
		await access(file);
		return true;
	} catch {
		return false;
	}
};

/** How long an archive may take to answer before we look elsewhere, in seconds. Ours: a user waits for this at most once an image. */
const PATIENCE_SECONDS = 5;

/** Whether a file of an archive can be had. Asked by apt's own downloader, so that this host's proxies and credentials hold. */
const archiveAnswers = async (url: string, {signal}: {readonly signal: AbortSignal}): Promise<boolean> => {
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
