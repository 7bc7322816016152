import {createHash} from 'node:crypto';
import {type GuestImage, HOST_KEY_ALIAS} from '../../image/manifest.ts';
import {HarnessError} from '../harness-error.ts';
import {OUT_OF_MEMORY} from '../process/out-of-memory.ts';
import {shellLine} from '../ssh/shell-line.ts';
import type {RunningVm} from '../vm/running-vm.ts';
import {decodeWord} from './agent-messages.ts';
import {byteString} from './byte-path.ts';
import type {EnteredGuest} from './entered-guest.ts';
import {GUEST_PORTS} from './guest-ports.ts';
import {alone, type Launch, startGuestProgram} from './guest-program.ts';
import {sendBulk} from './send-bulk.ts';
import type {Command, Measured, TestNode} from './test-node.ts';

/** The folder of the user that programs run as. */
const FOLDER = '/srv/osp';

/** Files up to so many bytes are brought here to be digested: in an emulated guest, starting a program for it costs more. */
const BROUGHT_BYTES = 1024 * 1024;

/** Files of more bytes come past SSH. */
const BULK_BYTES = 4 * 1024 * 1024;

/**
A guest as a node. Disposing kills its programs and nothing more: the guest is its owner's.

@param name - In the cast.
@param address - On the LAN.
@param folder - The run's, for the programs' output.
*/
export const vmNode = (
	{vm, ssh, agent, workers, delayMs}: EnteredGuest,
	{
		name,
		image,
		address,
		folder,
	}: {
		readonly name: string;
		readonly image: Pick<GuestImage, 'user' | 'sshKey' | 'knownHosts'>;
		readonly address: string;
		readonly folder: string;
	},
): TestNode => {
	const programs = new AsyncDisposableStack();
	const ours = {peer: '/opt/osp2p/bin/osppeer', tracker: '/opt/osp2p/bin/osptracker'};
	return {
		name,
		address,
		folder: FOLDER,
		programFolder: '/var/lib/osp2p/handed-in',
		programs: {peer: [ours.peer], tracker: [ours.tracker]},
		portFor: async kind => GUEST_PORTS[kind],
		reach: async (guestPort, options) => ({host: '127.0.0.1', port: await vm.forward(guestPort, options)}),
		enter: sshLine(image, vm.forwardedPort(22)),
		withoutRights,
		run: async (command, {asHarness = false, ...options}) =>
			ssh.run(asHarness ? command : withoutRights(command), options),

		async clear(_paths, options) {
			if ((await agent.ask('clear', [], options)) === undefined) {
				throw new HarnessError(`Could not take away what a program has left in "${name}".`);
			}
		},

		async start(command, {byWorker = false, isPlayer = false, cwd = FOLDER, ...options}) {
			const isOurs = Object.values(ours).includes(command[0]);
			if (!isOurs) {
				await workers.dismiss();
			}

			const isByWorker = isOurs && byWorker && cwd === FOLDER; // A worker has no working folder; ours need none.
			const launch: Launch = isByWorker
				? listener => workers.run(command, listener)
				: alone(agent, command, {label: options.label, cwd, user: isPlayer ? 'root' : 'osp'});
			const program = programs.use(
				await startGuestProgram(launch, {
					logFolder: folder,
					node: name,
					delayMs,
					...options,
				}),
			);
			return {...program, isByWorker};
		},

		readFile: async (path, options) => agent.ask('read', [path], options),

		async writeFile(path, bytes, {signal, executable = false}) {
			const mode = executable ? '755' : '644';
			const answer =
				bytes.length > BULK_BYTES
					? await sendBulk({vm, agent}, bytes, {path, mode, signal})
					: await agent.ask('write', [path, mode], {bytes, signal});
			if (answer === undefined) {
				throw new HarnessError(`Could not write ${path} in "${name}".`, {hint: 'Its disk may be full.'});
			}
		},

		async makeFolder(path, options) {
			await agent.ask('folder', [path], options);
		},

		async makeLink(target, path, options) {
			await agent.ask('link', [target, path], options);
		},

		async measure(path, options) {
			const answer = await agent.ask('measure', [path, String(BROUGHT_BYTES)], options);
			return answer === undefined ? undefined : parseMeasured(answer);
		},

		async listFiles(path, options) {
			const answer = await agent.ask('list', [path, String(BROUGHT_BYTES)], options);
			if (answer === undefined) {
				throw new HarnessError(`Could not look into ${path} of "${name}".`); // To call it empty would hide what lies there.
			}

			return parseListing(answer);
		},

		[Symbol.asyncDispose]: async () => programs.disposeAsync(),
	};
};

const withoutRights = (command: Command): Command => [
	'setpriv',
	...['--reuid=osp', '--regid=osp', '--clear-groups', '--no-new-privs', '--'],
	...command,
];

/** What a person types to log in. In paths, `ssh` takes a per cent sign for the beginning of something to put there, and splits lists of files at blanks. */
export const sshLine = (
	{user, sshKey, knownHosts}: Pick<GuestImage, 'user' | 'sshKey' | 'knownHosts'>,
	port: number,
): string => {
	const plain = (path: string): string => byteString(path.replaceAll('%', '%%'));
	const hosts = [`UserKnownHostsFile="${plain(knownHosts)}"`, `HostKeyAlias=${HOST_KEY_ALIAS}`];
	return shellLine([
		...(['ssh', '-i', plain(sshKey), '-p', String(port)] as const),
		...hosts.flatMap(option => ['-o', option]),
		`${user}@127.0.0.1`,
	]);
};

/** A size, and the file itself or its digest. */
const parseMeasured = (answer: Buffer): Measured => {
	const newline = answer.indexOf('\n');
	const [bytes, sha256 = ''] = answer.toString('latin1', 0, newline).split(' ');
	const file = answer.subarray(newline + 1);
	return sha256 === 'bytes'
		? {bytes: file.length, sha256: createHash('sha256').update(file).digest('hex')}
		: {bytes: Number(bytes), sha256};
};

/** Read what `list` of an agent answers: names are byte strings, sorted. */
export const parseListing = (answer: Buffer): Array<Measured & {readonly name: string}> => {
	const found: Array<Measured & {readonly name: string}> = [];
	for (let at = 0; at < answer.length; ) {
		const newline = answer.indexOf('\n', at);
		const [length, word = ''] = answer.toString('latin1', at, newline).split(' ');
		const end = newline + 1 + Number(length);
		found.push({name: decodeWord(word), ...parseMeasured(answer.subarray(newline + 1, end))});
		at = end;
	}

	return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

/** A guest that ends by itself takes the run with it: nothing else would say so before the deadline. */
export const watchDeath = (
	vm: RunningVm,
	{name, broken}: {readonly name: string; readonly broken: AbortController},
): {readonly end: () => void} => {
	let watched: AbortController | undefined = broken; // What stays behind at a guest that outlives many runs keeps none of them.
	void vm.qemu.exited.then(({exitCode, signal, lastLines}) => {
		if (watched !== undefined) {
			const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
			const last = lastLines.at(-1);
			const said = last === OUT_OF_MEMORY || last === undefined ? '' : ` QEMU said: ${lastLines.slice(-3).join(' ')}`;
			const hint = last === OUT_OF_MEMORY ? last : `Read ${vm.console}.`;
			watched.abort(new HarnessError(`The guest "${name}" died (${how}).${said}`, {hint}));
		}
	});
	return {
		end() {
			watched = undefined;
		},
	};
};
