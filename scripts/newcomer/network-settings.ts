import {existsSync} from 'node:fs';
import {execa} from 'execa';
import {readHostApt} from '../../image/host-apt.ts';
import {distributions} from '../../image/recipe.ts';

/** How this host reaches its package archives: what a system on it needs to reach them too. */
export type NetworkSettings = {
	/** Lines as of sources.list. */
	readonly sources: readonly string[];
	/** Text of a file for apt.conf.d. */
	readonly apt: string;
	readonly environment: Readonly<Record<string, string>>;
	/** Files of certificates to copy: path on the host, path from the system's root. */
	readonly certificates: ReadonlyArray<{readonly host: string; readonly inside: string}>;
};

/**
Ask this host's apt, npm and environment how they reach their archives.

@param suite - Of the Debian that is to use them.
*/
export const networkSettings = async (
	suite: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<NetworkSettings> => {
	const host = await readHostApt({signal});
	const {stdout: apt} = await execa('apt-config', ['dump', 'Acquire'], {cancelSignal: signal});
	const npm = async (key: string): Promise<string | undefined> => {
		const {stdout} = await execa('npm', ['config', 'get', key], {cancelSignal: signal});
		return stdout === 'null' || stdout === 'undefined' || stdout === '' ? undefined : stdout;
	};
	const npmSettings = Object.fromEntries(
		await Promise.all(
			['registry', 'proxy', 'https-proxy', 'cafile'].map(
				async key => [`npm_config_${key.replaceAll('-', '_')}`, await npm(key)] as const,
			),
		),
	);
	const environment = settingsOf({...process.env, ...npmSettings});
	const named = Object.entries(environment).filter(([key, file]) => isCertificate(key) && existsSync(file));
	return {
		sources: sourcesFor(suite, host?.distribution === 'debian' ? host : undefined),
		apt,
		environment: {...environment, ...Object.fromEntries(named.map(([key]) => [key, `/${insideOf(key)}`]))},
		certificates: named.map(([key, file]) => ({host: file, inside: insideOf(key)})),
	};
};

/**
The host's own sources for another release; nowhere else may be reachable.

@param host - Nothing where the host is no Debian.
*/
export const sourcesFor = (
	suite: string,
	host: {readonly suite: string; readonly sources: readonly string[]} | undefined,
): string[] =>
	host === undefined
		? [`deb ${distributions.debian.mirror.amd64} ${suite} main`]
		: host.sources.map(source =>
				source
					.split(' ')
					.map((word, place) => (place === 2 ? word.replace(host.suite, suite) : word))
					.join(' '),
			);

/** Of an environment, what says how to reach the network. */
export const settingsOf = (environment: Readonly<Record<string, string | undefined>>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(environment).flatMap(([key, value]) =>
			value !== undefined && (SETTINGS.test(key) || isCertificate(key)) ? [[key, value]] : [],
		),
	);

const SETTINGS = /^(?:(?:https?|ftp|all|no)_proxy|npm_config_(?:registry|proxy|https_proxy))$/i;

const isCertificate = (key: string): boolean => /^(?:NODE_EXTRA_CA_CERTS|npm_config_cafile)$/i.test(key);

const insideOf = (key: string): string => `etc/ssl/certs/${key.toLowerCase()}.of-the-host`;
