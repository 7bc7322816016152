import {globSync} from 'node:fs';
import {readFile, symlink} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {type HostProgram, hostPrograms} from './host-programs.ts';

/**
Fill a folder with links to the programs that a bare Debian with our prerequisites has: those of essential packages, of the listed ones, and of all they depend on. As the only folder of `PATH` it lets a test find out what nobody listed.

@param folder - An empty one.
@returns The value for `PATH`: this folder, or all of this host's on a host whose packages we cannot ask about.
*/
export const listedProgramsPath = async (folder: string): Promise<string> => {
	const listed: ReadonlyArray<readonly [string, HostProgram]> = Object.entries(hostPrograms);
	const needs = ['always', 'run', ...(process.getuid?.() === 0 ? [] : ['in user namespaces'])];
	const needed = listed.filter(([, {need}]) => needs.includes(need));
	const essential = await execa('dpkg-query', ['--show', '--showformat', FORMAT], {reject: false});
	if (essential.failed) {
		return process.env['PATH'] ?? '';
	}

	const packages = [
		...needed.map(([, {apt}]) => apt),
		...essential.stdout.split('\n').flatMap(line => (line.startsWith('yes ') ? [line.slice('yes '.length)] : [])),
	];
	const files = await filesOf(await withDependencies([...new Set(packages)]));
	const programs = new Map<string, string>();
	for (const file of files.filter(file => /^\/(?:usr\/)?s?bin\/[^/]+$/.test(file))) {
		programs.set(path.basename(file), file);
	}

	// One name, several packages: `awk` is what is listed, whatever it is on this host.
	for (const choice of globSync('/var/lib/dpkg/alternatives/*')) {
		const lines = (await readFile(choice, 'utf8')).split('\n');
		const target = lines.find(line => programs.get(path.basename(line)) === line);
		if (target !== undefined) {
			programs.set(path.basename(choice), target);
		}
	}

	await Promise.all([...programs].map(([name, file]) => symlink(file, path.join(folder, name))));
	return folder;
};

/** Dpkg fills in the fields, as a shell would. */
const FORMAT = `${'$'}{Essential} ${'$'}{Package}\\n`;

/** Of packages that are installed. What is only recommended may be missing, so it does not count. */
const withDependencies = async (packages: readonly string[]): Promise<string[]> => {
	const left = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(kind => `--no-${kind}`);
	const {stdout} = await execa('apt-cache', ['depends', '--recurse', '--installed', ...left, ...packages]);
	return [...new Set(stdout.split('\n').filter(line => /^[a-z0-9]/.test(line)))];
};

const filesOf = async (packages: readonly string[]): Promise<string[]> => {
	const {stdout} = await execa('dpkg-query', ['--listfiles', ...packages], {reject: false});
	return stdout.split('\n');
};
