import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import {join} from 'node:path';
import {ensureImage} from '../../image/build.ts';
import {HarnessError} from '../harness-error.ts';
import {startLan} from '../lan/lan.ts';
import type {SshConnection} from '../ssh/connect-ssh.ts';
import {logIn} from '../testbed/log-in.ts';
import {chooseAccelerator} from '../vm/choose-accelerator.ts';
import {machineFor} from '../vm/machine.ts';
import {prepareGuests} from '../vm/prepare-guests.ts';
import type {RunningVm} from '../vm/running-vm.ts';
import {until} from '../wait/until.ts';
import {type Spread, spreadOf} from './spread.ts';

/** Bytes of one measurement. */
const BYTES = 128 * 1024 * 1024;
const ROUNDS = 5;

/** TCP between two guests in MiB/s, over each kind of network in turn. */
export type GuestThroughput = {
	readonly accelerator: string;
	readonly direct: Spread;
	readonly switch: Spread;
	/** Missing where vde_switch is not installed. */
	readonly vde: Spread | undefined;
};

/** Two guests that run, and the way their LAN cards are connected: a plug in QEMU's hub that is changed while they run. */
type Pair = {readonly left: Guest; readonly right: Guest};
type Guest = {readonly vm: RunningVm; readonly ssh: SshConnection};
type Backend = {readonly type: string; readonly [option: string]: unknown};

/** Measure between two guests of the image with the programs in `dist`, which must be built. */
export const measureGuests = async ({
	root,
	cacheFolder,
	signal,
	report,
}: {
	readonly root: string;
	readonly cacheFolder: string;
	readonly signal: AbortSignal;
	readonly report: (what: string) => void;
}): Promise<GuestThroughput> => {
	const executables = ['osppeer', 'osptracker'].map(name => ({name, path: join(root, 'dist', name)}));
	const image = await ensureImage(
		{base: 'auto', executables, variant: 'plain', cacheFolder},
		{signal, report: ({title}) => report(title)},
	);
	const accelerator = await chooseAccelerator(
		'auto',
		{machine: machineFor(os.arch()), kernel: image.kernel, cacheFolder},
		{signal, platform: os.platform()},
	);
	const guests = await prepareGuests(
		{image, memoryMiB: 512, cpus: 1},
		{boot: 'fork', accelerator, cacheFolder, signal, report},
	);
	const folder = await mkdtemp(join(os.tmpdir(), 'bench-guests-'));
	await using stack = new AsyncDisposableStack();
	stack.defer(() => rm(folder, {recursive: true}));

	const start = async (number: number): Promise<Guest> => {
		const hosts = [1, 2].map(other => ({name: `guest${other}`, address: `10.77.0.${other}`}));
		const lan = {mac: `02:00:00:00:00:0${number}`, address: `10.77.0.${number}/16`};
		const vm = stack.use(
			await guests.start(
				{name: `guest${number}`, image, memoryMiB: 512, cpus: 1, lan, hosts, forwards: [22]},
				{folder, signal},
			),
		);
		return {vm, ssh: stack.use(await logIn(vm, image, {signal}))};
	};

	report('Starting two guests');
	const pair: Pair = {left: await start(1), right: await start(2)};
	await pair.left.ssh.talk(['perl', '-e', SERVER], {signal}); // It ends with its guest.
	const networks = await openNetworks(stack, folder, signal);
	const results = new Map<string, number[]>();
	for (let round = 0; round < ROUNDS; round++) {
		for (const [name, backends] of networks) {
			await plug(pair, backends, signal);
			results.set(name, [...(results.get(name) ?? []), await measure(pair, signal)]);
			report(`${name}: ${results.get(name)?.at(-1)?.toFixed(0)} MiB/s`);
			await unplug(pair, signal);
		}
	}

	const spread = (name: string) => spreadOf(results.get(name) ?? []);
	return {
		accelerator: accelerator.name,
		direct: spread('direct'),
		switch: spread('switch'),
		vde: results.has('vde') ? spread('vde') : undefined,
	};
};

const SERVER = `use IO::Socket::INET; $SIG{PIPE} = 'IGNORE'; $l = IO::Socket::INET->new(LocalPort => 5001, Listen => 5, ReuseAddr => 1) or die; $b = "x" x 262144;
while ($c = $l->accept) { for ($n = ${BYTES / 262_144}; $n > 0; $n--) { syswrite($c, $b) or last } close $c }`;

/** Exit code of the client while the new cable, or the server behind it, is not ready. */
const CANNOT_CONNECT = 7;

// /proc/uptime, since the guest's small perl has no finer clock.
const CLIENT = `use IO::Socket::INET; sub now { open my $f, '<', '/proc/uptime'; (split ' ', <$f>)[0] }
$s = IO::Socket::INET->new(PeerAddr => '10.77.0.1', PeerPort => 5001, Timeout => 5) or exit ${CANNOT_CONNECT}; $t = now;
while ($n = sysread($s, $b, 262144)) { $sum += $n } printf "%d %f", $sum, now() - $t`;

const openNetworks = async (
	stack: AsyncDisposableStack,
	folder: string,
	signal: AbortSignal,
): Promise<ReadonlyArray<readonly [string, readonly [Backend, Backend]]>> => {
	const lan = stack.use(await startLan({folder, seed: 1, captureFolder: folder}, {signal}));
	const stream = (path: string, server: boolean): Backend => ({type: 'stream', server, addr: {type: 'unix', path}});
	const direct = join(folder, 'direct');
	const networks: (readonly [string, readonly [Backend, Backend]])[] = [
		['direct', [stream(direct, true), stream(direct, false)]],
		['switch', [stream(await lan.plug('guest1'), false), stream(await lan.plug('guest2'), false)]],
	];
	const sock = join(folder, 'vde');
	if (process.env['PATH']?.split(':').some(bin => existsSync(join(bin, 'vde_switch')))) {
		const vde = spawn('vde_switch', ['-s', sock], {stdio: ['pipe', 'ignore', 'ignore'], signal});
		vde.on('error', () => {});
		stack.defer(() => void vde.kill());
		await until('the socket of vde_switch', async () => existsSync(join(sock, 'ctl')) || undefined, {signal});
		networks.push([
			'vde',
			[
				{type: 'vde', sock},
				{type: 'vde', sock},
			],
		]);
	}

	return networks;
};

const plug = async (pair: Pair, [left, right]: readonly [Backend, Backend], signal: AbortSignal): Promise<void> => {
	for (const [{vm}, backend] of [
		[pair.left, left],
		[pair.right, right],
	] as const) {
		// A hub that led nowhere has stopped the card's sending; only a guest that stands still lets go of what waits there.
		await vm.qmp.execute('stop', undefined, {signal});
		await vm.qmp.execute('netdev_add', {id: 'outside', ...backend}, {signal});
		await vm.qmp.execute('netdev_add', {type: 'hubport', id: 'plug', hubid: 0, netdev: 'outside'}, {signal});
		await vm.qmp.execute('cont', undefined, {signal});
	}
};

const unplug = async ({left, right}: Pair, signal: AbortSignal): Promise<void> => {
	for (const {vm} of [left, right]) {
		await vm.qmp.execute('netdev_del', {id: 'plug'}, {signal});
		await vm.qmp.execute('netdev_del', {id: 'outside'}, {signal});
	}
};

const measure = ({right}: Pair, signal: AbortSignal): Promise<number> =>
	until(
		'a download between the guests',
		async within => {
			const {exitCode, stdout, stderr} = await right.ssh.run(['perl', '-e', CLIENT], {signal: within});
			if (exitCode !== 0 && exitCode !== CANNOT_CONNECT) {
				throw new HarnessError(`The client in the guest failed: ${stderr.toString().trim()}`);
			}

			const [bytes, seconds] = stdout.toString().split(' ').map(Number);
			return exitCode === 0 && bytes === BYTES && seconds !== undefined ? BYTES / 2 ** 20 / seconds : undefined;
		},
		{signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]), everyMs: 100},
	);
