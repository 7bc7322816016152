import type {GuestImage} from '../../image/manifest.ts';
import {HarnessError} from '../harness-error.ts';
import {connectSsh} from '../ssh/connect-ssh.ts';
import type {RunningVm} from '../vm/running-vm.ts';

import {GUEST_PORTS} from './guest-ports.ts';
import {startLaunched} from './launched-program.ts';
import type {TestNode} from './test-node.ts';

/** The folder of the user that programs run as. */
const FOLDER = '/srv/osp';

/**
A guest as a node. Owns the guest: disposing closes the connection and ends it.

@param address - On the LAN.
@param folder - The run's, for the programs' output.
@param broken - Aborted when the guest dies before it is disposed.
*/
export const vmNode = async (
	vm: RunningVm,
	{
		image,
		address,
		folder,
		broken,
		signal,
	}: {
		readonly image: GuestImage;
		readonly address: string;
		readonly folder: string;
		readonly broken: AbortController;
		readonly signal: AbortSignal;
	},
): Promise<TestNode> => {
	await using stack = new AsyncDisposableStack();
	stack.use(vm);
	const port = vm.forwardedPort(22);
	const ssh = stack.use(
		await connectSsh(
			{host: '127.0.0.1', port, user: image.user, privateKeyFile: image.sshKey, hostKey: image.hostKey},
			{signal},
		),
	);
	const watch = watchDeath(vm, broken);
	stack.defer(() => watch.end());
	const script = async (
		text: string,
		words: readonly string[],
		options: {readonly input?: Uint8Array; readonly signal: AbortSignal},
	): Promise<Buffer | undefined> => {
		const {exitCode, stdout} = await ssh.run(['sh', '-c', text, 'sh', ...words], options);
		return exitCode === 0 ? stdout : undefined;
	};

	const owned = stack.move();
	return {
		name: vm.name,
		address,
		folder: FOLDER,
		programs: {peer: ['/opt/osp2p/bin/osppeer'], tracker: ['/opt/osp2p/bin/osptracker']},
		portFor: async kind => GUEST_PORTS[kind],
		reach: guestPort => ({host: '127.0.0.1', port: vm.forwardedPort(guestPort)}),
		enter: `ssh -i ${image.sshKey} -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ${image.user}@127.0.0.1`,
		run: async (command, options) => ssh.run(command, options),
		start: async (command, options) =>
			startLaunched(ssh, command, {logFolder: folder, node: vm.name, nodeFolder: FOLDER, ...options}),

		readFile: async (path, options) => script('[ -e "$1" ] && cat -- "$1"', [path], options),

		async writeFile(path, bytes, {signal: within, executable = false}) {
			const mode = executable ? '755' : '644';
			const written = await script(WRITE, [path, path.slice(0, path.lastIndexOf('/')), mode], {
				input: bytes,
				signal: within,
			});
			if (written === undefined) {
				throw new HarnessError(`Could not write ${path} in "${vm.name}".`, {hint: 'Its disk may be full.'});
			}
		},

		async makeFolder(path, options) {
			await script('install -d -o osp -g osp -- "$1"', [path], options);
		},

		async measure(path, options) {
			const output = await script(MEASURE, [path], options);
			const [, bytes, sha256] = /^(\d+)\n([\da-f]{64}) /.exec(output?.toString('latin1') ?? '') ?? [];
			return bytes === undefined || sha256 === undefined ? undefined : {bytes: Number(bytes), sha256};
		},

		async listFiles(path, options) {
			const output = await script(LIST, [path], options);
			return parseListing(output?.toString('latin1') ?? '');
		},

		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

/** To a file of the user `osp`, whose folders it makes. */
const WRITE =
	'{ [ -d "$2" ] || install -d -o osp -g osp -- "$2"; } && cat >"$1" && chmod "$3" -- "$1" && chown osp:osp -- "$1"';

const MEASURE = '[ -f "$1" ] && [ ! -L "$1" ] && stat -c %s -- "$1" && sha256sum <"$1"';

/** Sizes, an empty entry, digests; every entry ends in NUL, so any name is fine. */
const LIST = String.raw`cd -- "$1" && find . -type f -printf '%s %P\0' && printf '\0' && find . -type f -exec sha256sum -z -- {} +`;

/** Read what LIST wrote: names are byte strings, sorted. A file that came or went between the two looks is left out. */
export const parseListing = (
	output: string,
): Array<{readonly name: string; readonly bytes: number; readonly sha256: string}> => {
	const entries = output.split('\0');
	const middle = entries.indexOf('');
	const sizes = new Map(entries.slice(0, middle).map(entry => [afterFirst(' ', entry), Number.parseInt(entry, 10)]));
	return entries
		.slice(middle + 1)
		.flatMap(entry => {
			const [sha256, name] = [entry.slice(0, 64), entry.slice(68)]; // The digest, two blanks, `./`.
			const bytes = sizes.get(name);
			return bytes === undefined ? [] : [{name, bytes, sha256}];
		})
		.toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

const afterFirst = (separator: string, text: string): string => text.slice(text.indexOf(separator) + 1);

/** A guest that ends by itself takes the run with it: nothing else would say so before the deadline. */
const watchDeath = (vm: RunningVm, broken: AbortController): {readonly end: () => void} => {
	let isWatched = true;
	void vm.qemu.exited.then(({exitCode, signal, lastLines}) => {
		if (isWatched) {
			const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
			const said = lastLines.length === 0 ? '' : ` QEMU said: ${lastLines.slice(-3).join(' ')}`;
			broken.abort(new HarnessError(`The guest "${vm.name}" died (${how}).${said}`, {hint: `Read ${vm.console}.`}));
		}
	});
	return {
		end() {
			isWatched = false;
		},
	};
};
