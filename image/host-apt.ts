import {readFile} from 'node:fs/promises';
import {execa} from 'execa';
import type {DistributionName} from './recipe.ts';

/** The distribution this host is, as its apt is set up to fetch it. */
export type HostApt = {
	readonly distribution: DistributionName;
	readonly suite: string;
	/** Lines as of sources.list: this host's mirrors, of the distribution alone. */
	readonly sources: readonly string[];
};

/**
Ask this host's apt where it gets its distribution from. Apt answers for both formats of its files, so we read neither.

@returns Nothing on a host that is neither Debian nor Ubuntu, or whose apt has no source of its distribution.
*/
export const readHostApt = async ({signal}: {readonly signal: AbortSignal}): Promise<HostApt | undefined> => {
	const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)';
	const targets = await execa('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
		cancelSignal: signal,
		reject: false,
	});
	signal.throwIfAborted();
	if (targets.failed) {
		return undefined;
	}

	return hostAptOf(await readFile('/etc/os-release', 'utf8'), targets.stdout);
};

/**
@param osRelease - The text of /etc/os-release.
@param targets - One `URI SUITE COMPONENT` a line.
*/
export const hostAptOf = (osRelease: string, targets: string): HostApt | undefined => {
	const id = /^ID="?(\w+)/m.exec(osRelease)?.[1];
	const suite = /^VERSION_CODENAME="?([\w-]+)/m.exec(osRelease)?.[1];
	if ((id !== 'debian' && id !== 'ubuntu') || suite === undefined) {
		return undefined;
	}

	const components = new Map<string, string[]>();
	for (const line of targets.split('\n')) {
		const [uri, release, component] = line.trim().split(' ');
		// What others offer for this release (a browser, a database) goes by the same suite, but not from such a folder.
		if (uri !== undefined && release !== undefined && component !== undefined && belongs({uri, release, id, suite})) {
			const source = `deb ${uri} ${release}`;
			components.set(source, [...new Set([...(components.get(source) ?? []), component])]);
		}
	}

	const sources = [...components].flatMap(([source, names]) =>
		names.includes('main')
			? [`${source} ${names.filter(name => name === 'main' || name === 'universe').join(' ')}`]
			: [],
	);
	return sources.some(source => source.split(' ')[2] === suite) ? {distribution: id, suite, sources} : undefined;
};

const belongs = ({
	uri,
	release,
	id,
	suite,
}: {
	readonly uri: string;
	readonly release: string;
	readonly id: string;
	readonly suite: string;
}): boolean =>
	[suite, `${suite}-updates`, `${suite}-security`].includes(release) &&
	new RegExp(`/${id}(?:-security|-ports)?/?$`).test(uri);
