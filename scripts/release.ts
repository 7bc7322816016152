import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {lstatSync, readdirSync} from 'node:fs';
import {copyFile, lstat, mkdir, mkdtemp, readFile, readlink, rename, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {create} from 'tar';
import {makeFolder} from '../guest/net/make-folder.ts';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {SOURCE_DATE_EPOCH} from '../image/recipe.ts';
import packageJson from '../package.json' with {type: 'json'};
import {billOfMaterials} from './bill-of-materials.ts';
import {type LockedPackage, packagesAtRunTime} from './packages-at-run-time.ts';

undecidedUntilTold();

/*
Makes dist/osp2p-<version>.tar.gz for this architecture: extracted anywhere, `./run-good` runs there, without git, and without a network where no system package is missing.
It holds the sources, the lock file, both executables, the packages that running takes (the pinned Node among them), SHA256SUMS and a bill of materials. The same inputs give the same bytes, the executables being inputs: built again from the same sources they differ, since a snapshot of V8's memory does.
*/

/** What of a checkout is released: what is not named here is made, or is somebody's own. */
const SOURCES = [
	...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', 'run-good', 'run-bad'],
	...['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', '.npmrc', '.gitattributes', '.gitignore'],
	...['.ci', '.github', 'docs', 'guest', 'host', 'image', 'scripts'],
];
const PROGRAMS = ['osppeer', 'osptracker'];

const name = `${packageJson.name}-${packageJson.version}`;
runNode('scripts/build.ts', ...PROGRAMS);
await makeFolder('dist');
const work = await mkdtemp('dist/.release-');
try {
	const root = path.join(work, name);
	const packages = await packagesAtRunTime();
	for (const file of [...sources(), ...programs(), ...packageFiles(packages)]) {
		await copy(file, path.join(root, file));
	}

	await markReady(root);
	await writeFile(
		path.join(root, 'sbom.cdx.json'),
		await billOfMaterials({version: packageJson.version, packages, programs: PROGRAMS}),
	);
	const files = filesIn(root);
	await writeFile(path.join(root, 'SHA256SUMS'), await sumsOf(root, files));
	const archive = path.join(work, `${name}.tar.gz`);
	await create(
		{
			cwd: work,
			file: archive,
			gzip: {level: 6},
			portable: true,
			noDirRecurse: true,
			mtime: new Date(SOURCE_DATE_EPOCH * 1000),
		},
		[...files, 'SHA256SUMS'].sort().map(file => `${name}/${file}`),
	);
	await rename(archive, `dist/${name}.tar.gz`);
} finally {
	await rm(work, {recursive: true, force: true});
}

const {size} = await lstat(`dist/${name}.tar.gz`);
process.stdout.write(
	`dist/${name}.tar.gz  ${(size / 1e6).toFixed(0)} MB  sha256 ${await sha256(`dist/${name}.tar.gz`)}\n`,
);
process.exitCode = 0;

function sources(): string[] {
	return SOURCES.flatMap(filesBelow);
}

/** With what their builds have written down, by which they are known to be of these sources. */
function programs(): string[] {
	return PROGRAMS.flatMap(program => [`dist/${program}`, `dist/${program}.inputs.json`]);
}

function packageFiles(packages: readonly LockedPackage[]): string[] {
	return [...new Set(packages.flatMap(({folder}) => filesBelow(folder)))];
}

function filesIn(folder: string): string[] {
	return filesBelow(folder)
		.map(file => path.relative(folder, file))
		.sort();
}

/** Files and links, not folders; what is no folder is itself. */
function filesBelow(place: string): string[] {
	return lstatSync(place).isDirectory()
		? readdirSync(place, {recursive: true, withFileTypes: true})
				.filter(entry => !entry.isDirectory())
				.map(entry => path.join(entry.parentPath, entry.name))
		: [place];
}

async function copy(from: string, to: string): Promise<void> {
	await makeFolder(path.dirname(to));
	if ((await lstat(from)).isSymbolicLink()) {
		await symlink(await readlink(from), to);
	} else {
		await copyFile(from, to);
	}
}

/** The packages are there already: set-up is told so in its own words. */
async function markReady(root: string): Promise<void> {
	const ready = path.join(root, 'node_modules', '.osp2p');
	await mkdir(ready);
	await symlink(await readlink('node_modules/.osp2p/node'), path.join(ready, 'node'));
	const {status} = spawnSync('sh', [path.join(root, 'scripts', 'setup'), '--mark-packages'], {stdio: 'inherit'});
	if (status !== 0) {
		throw new Error(`scripts/setup --mark-packages ended with ${status}`);
	}
}

async function sumsOf(root: string, files: readonly string[]): Promise<string> {
	const lines: string[] = [];
	for (const file of files) {
		if (!(await lstat(path.join(root, file))).isSymbolicLink()) {
			lines.push(`${await sha256(path.join(root, file))}  ${file}\n`);
		}
	}

	return lines.join('');
}

async function sha256(file: string): Promise<string> {
	return createHash('sha256')
		.update(await readFile(file))
		.digest('hex');
}

function runNode(...args: readonly string[]): void {
	const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
	if (status !== 0) {
		process.exit(3); // Its words are on the screen.
	}
}
