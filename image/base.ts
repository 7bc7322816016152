import {access} from 'node:fs/promises';
import path from 'node:path';
import {archiveAnswers} from './archive-answers.ts';
import {type HostApt, readHostApt} from './host-apt.ts';
import {ImageError} from './image-error.ts';
import {type Architecture, type Distribution, type DistributionName, distributions} from './recipe.ts';

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
	base.kind === 'tar' ? path.basename(base.path) : `${distributions[base.distribution].title} ${base.suite}`;

/**
Decide what `--base` means on this host.

@param wanted - `auto`, `debian`, `debian:SUITE`, `ubuntu`, `ubuntu:SUITE`, or the path of a root file system's tar archive.
@throws {ImageError} If it is none of these, or the archive's keys are not installed.
*/
export const chooseBase = async (
	wanted: string,
	{architecture, signal}: {readonly architecture: Architecture; readonly signal: AbortSignal},
): Promise<Base> => {
	const [name = '', suite] = wanted.split(':');
	if (name === 'auto' && suite === undefined) {
		return chooseByItself({architecture, signal});
	}

	if (name === 'debian' || name === 'ubuntu') {
		await requireKeyring(name);
		const host = await readHostApt({signal});
		return fromArchive(name, {suite: suite ?? suiteOf(name, host), architecture, host, because: 'you asked for it'});
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

/** Ubuntu if we have its keys and its archive answers; else what this host's apt uses; else Debian. */
const chooseByItself = async ({
	architecture,
	signal,
}: {
	readonly architecture: Architecture;
	readonly signal: AbortSignal;
}): Promise<Base> => {
	const host = await readHostApt({signal});
	const {ubuntu} = distributions;
	const ubuntuProblem = !(await exists(ubuntu.keyring.file))
		? `Ubuntu's keys are not installed (apt-get install ${ubuntu.keyring.packages[0]})`
		: (await archiveAnswers(`${ubuntu.mirror[architecture]}/dists/${ubuntu.suite}/InRelease`, {signal}))
			? undefined
			: "Ubuntu's archive does not answer";
	if (ubuntuProblem === undefined) {
		return fromArchive('ubuntu', {suite: ubuntu.suite, architecture, host, because: 'its archive answers'});
	}

	const name = host?.distribution ?? 'debian';
	await requireKeyring(name);
	const because = host ? `${ubuntuProblem}, and this host's apt uses this one` : ubuntuProblem;
	return fromArchive(name, {suite: suiteOf(name, host), architecture, host, because});
};

const suiteOf = (name: DistributionName, host: HostApt | undefined): string =>
	host?.distribution === name ? host.suite : distributions[name].suite;

const fromArchive = (
	name: DistributionName,
	{
		suite,
		architecture,
		host,
		because,
	}: {
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
			: defaultSources(distributions[name], {suite, architecture}),
	keyring: distributions[name].keyring.file,
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

const requireKeyring = async (name: DistributionName): Promise<void> => {
	const {title, keyring} = distributions[name];
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
