import {spawn} from 'node:child_process';
import crypto, {createHash} from 'node:crypto';
import {mkdtemp, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {build, type Plugin} from 'esbuild';
import {makeFolder} from '../guest/net/make-folder.ts';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {markIgnoredHangup} from './mark-ignored-hangup.ts';

undecidedUntilTold();

/*
Makes the single-file executables: one bundled script in a copy of this very Node (Node's single executable applications).
Does nothing for a program whose inputs are what they were; `--force` makes it anyway.
Names of programs may be given; without any, the two that make a network are made.
*/

type Program = {
	readonly entry: string;
	/** Whether it starts from a snapshot of V8's memory, made with all its modules loaded; its main file calls `runMain` then. */
	readonly fromSnapshot: boolean;
};

const programs: Record<string, Program> = {
	osppeer: {entry: 'guest/peer/main.ts', fromSnapshot: true},
	osptracker: {entry: 'guest/tracker/main.ts', fromSnapshot: true},
	/** Plays the vectors against a tracker, in its guest: only grading needs it. */
	ospvectors: {entry: 'guest/conformance/main.ts', fromSnapshot: false},
	/** A peer with a hole on purpose, in guests: only the proof of the network scenarios needs it. */
	ospmutant: {entry: 'host/mutants/mutant-peer.ts', fromSnapshot: false},
};

const {values: options, positionals} = parseArgs({
	allowPositionals: true,
	options: {force: {type: 'boolean', default: false}},
});
const wanted = positionals.length > 0 ? positionals : ['osppeer', 'osptracker'];
await makeFolder('dist');
for (const [name, program] of Object.entries(programs)) {
	if (wanted.includes(name) && (options.force || !(await isFresh(name)))) {
		const startedMs = performance.now();
		await makeExecutable(name, program);
		process.stderr.write(`built dist/${name} in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
	}
}

process.exitCode = 0;

/** Whether every file that went into the executable still has the bytes it had then, and so do Node and this recipe. */
async function isFresh(name: string): Promise<boolean> {
	try {
		const {inputs, digest} = JSON.parse(await readFile(`dist/${name}.inputs.json`, 'utf8'));
		return digest === (await digestOf(inputs, `dist/${name}`));
	} catch {
		return false; // Never built, or a file of it is gone.
	}
}

async function makeExecutable(name: string, {entry, fromSnapshot}: Program): Promise<void> {
	const work = await mkdtemp(`dist/.${name}-`);
	try {
		const bundle = `${work}/bundle.${fromSnapshot ? 'cjs' : 'mjs'}`;
		const {metafile} = await build({
			entryPoints: [entry],
			outfile: bundle,
			bundle: true,
			format: fromSnapshot ? 'cjs' : 'esm', // A snapshot is made of a script only.
			platform: 'node',
			target: 'node26',
			metafile: true,
			plugins: [builtinsWhenNeeded()],
			legalComments: 'none',
			logLevel: 'warning',
		});
		const config = {
			main: bundle,
			mainFormat: fromSnapshot ? 'commonjs' : 'module',
			output: `${work}/${name}`,
			disableExperimentalSEAWarning: true,
			execArgvExtension: 'none',
			// An emulated guest starts a program in two thirds of the time from a snapshot, and in four fifths with compiled code.
			...(fromSnapshot ? {useSnapshot: true} : {useCodeCache: true}),
			// V8 lets garbage lie where it may: in a crowd of short connections a peer with these takes 70 MiB of its own, and 170 without.
			...(name === 'osppeer' && {
				execArgv: ['--max-semi-space-size=1', '--max-old-space-size=128', '--optimize-for-size', '--v8-pool-size=1'],
			}),
		};
		await writeFile(`${work}/sea.json`, JSON.stringify(config));
		await runNode(['--build-sea', `${work}/sea.json`]);
		if (process.platform === 'linux' && !(await markIgnoredHangup(`${work}/${name}`))) {
			process.stderr.write(
				`dist/${name} ends with its terminal even where nohup starts it: this Node has no room for more.\n`,
			);
		}

		await rename(`${work}/${name}`, `dist/${name}`);

		const inputs = Object.keys(metafile.inputs)
			.filter(input => !input.startsWith('builtin:'))
			.sort();
		const digest = await digestOf(inputs, `dist/${name}`);
		const sha256 = createHash('sha256')
			.update(await readFile(`dist/${name}`))
			.digest('hex');
		await writeFile(`dist/${name}.inputs.json`, JSON.stringify({digest, sha256, inputs}));
	} finally {
		await rm(work, {recursive: true, force: true});
	}
}

/**
Has the bundle ask for Node's own modules in the line that needs them.

An `import` of one is hoisted out of what is loaded only when asked for, and makes Node evaluate everything the module could export: `node:http` brings WebSocket and with it a whole HTTP client. The tracker started in half the time without that (docs/vm.md).
*/
function builtinsWhenNeeded(): Plugin {
	return {
		name: 'builtins-when-needed',
		setup({onResolve, onLoad}) {
			onResolve({filter: /^node:/}, ({path}) => ({path, namespace: 'builtin', sideEffects: false}));
			onLoad({filter: /^/, namespace: 'builtin'}, ({path}) => ({
				contents:
					path === 'node:crypto'
						? cryptoWhenCalled()
						: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
			}));
		},
	};
}

/** Loaded no sooner than one of its functions is called: were it in a snapshot, a thread that loads it, as the peer's hashing thread does, would abort the program (Node 26.10, `CreateNativeKeyObjectClass`). */
function cryptoWhenCalled(): string {
	const getters = Object.keys(crypto).map(
		name => `get ${name}() { return process.getBuiltinModule('node:crypto').${name}; }`,
	);
	return `module.exports = {${getters.join(', ')}};`;
}

/** Digest over what decides the executable's bytes. The executable itself counts by its size; who uses it compares all of it with `sha256`, since it is read then anyway. */
async function digestOf(inputs: readonly string[], executable: string): Promise<string> {
	const hash = createHash('sha256').update(process.version);
	for (const file of ['scripts/build.ts', 'scripts/mark-ignored-hangup.ts', ...inputs]) {
		hash.update(file).update(await readFile(file));
	}

	return hash.update(String((await stat(executable)).size)).digest('hex');
}

async function runNode(arguments_: readonly string[]): Promise<void> {
	const child = spawn(process.execPath, arguments_, {stdio: ['ignore', 'ignore', 'inherit']});
	const exitCode = await new Promise(resolve => child.once('exit', resolve));
	if (exitCode !== 0) {
		throw new Error(`node ${arguments_.join(' ')} ended with ${exitCode}`);
	}
}
