import {rm} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {join} from 'node:path';
import type {Cable, CableEnd} from './cable.ts';
import {DelayLine} from './delay-line.ts';
import type {FaultCount, FaultLogEntry} from './fault-ledger.ts';
import type {FaultStep} from './fault-step.ts';
import {type FaultVerbs, faultVerbs} from './fault-verbs.ts';
import type {Flow} from './flow.ts';
import {FlowTable} from './flow-table.ts';
import {type Fabric, Forwarder} from './forwarder.ts';
import {FrameSplitter, withLength} from './frame-splitter.ts';
import {LanError} from './lan-error.ts';
import {MacTable} from './mac-table.ts';
import type {Moment} from './moment.ts';
import {type FaultListener, NetworkFaults} from './network-faults.ts';
import {NetworkRecord} from './network-record.ts';
import type {Owner} from './owner.ts';
import {type Leak, PayloadWatch, type Secret} from './payload-watch.ts';
import {Port, type PortCounts, QUEUE_BYTES} from './port.ts';
import {ReadCoalescing} from './read-coalescing.ts';
import {release} from './release.ts';
import {MAX_SOCKET_PATH_BYTES, makeSocketFolder} from './socket-folder.ts';

/** What a network has to tell: while it runs, and in the results. */
export type LanReport = {
	readonly seed: number;
	/** What went through each port, by its name. */
	readonly ports: Readonly<Record<string, Readonly<PortCounts>>>;
	/** Every fault that was set or armed, and how often it struck. */
	readonly faults: ReadonlyArray<Readonly<FaultCount>>;
	/** What was done to which frame; the first 100,000 times. */
	readonly log: readonly FaultLogEntry[];
};

/** A network that runs: a switch with named ports, and faults to put on it. Disposing pulls every cable. */
export type Lan = AsyncDisposable &
	FaultVerbs & {
		readonly seed: number;
		/**
		Make a port. Asking again for the same name gives the same port, so that a machine that was restarted finds its place.

		@returns The path of the Unix socket that QEMU connects to: `-netdev stream,server=off,addr.type=unix,addr.path=…`.
		*/
		plug(name: string): Promise<string>;
		/** Make a port and plug a machine's own cable into it: for machines that live longer than this network. It is pulled out when the network ends. Frames that name another sender than `owner` are dropped and counted. */
		connect(name: string, cable: Cable, options: Connecting): Promise<void>;
		/** Change the network when this is seen on the wire; what is said takes effect right after the frame that completes the moment. */
		when(moment: Moment): FaultVerbs;
		/** Apply a step that is data. */
		apply(step: FaultStep): void;
		/** Hear of each fault when it is set. */
		onFault(listener: FaultListener): void;
		/** Look for these bytes in everything that crosses the network from now on; `onLeak` hears of each once a direction of a connection. */
		watchFor(secrets: readonly Secret[], onLeak: (leak: Leak) => void): void;
		/** The TCP connections seen so far, oldest first. */
		flows(): readonly Flow[];
		report(): LanReport;
	};

/** What plugging in a cable takes besides it. */
type Connecting = {readonly signal: AbortSignal; readonly owner?: Owner};

/**
Start a switch. Each port is a Unix stream socket with QEMU's framing.

@param folder - Where the sockets go, if its path leaves room for their names; else they go into a new folder of the system's temporary one.
@param captureFolder - Where `lan.pcapng`, a capture for each port, and `faults.ndjson` go; the latter two when the network ends.
@param portPatienceMs - How long a port that does not read holds up the others.
@param seed - Of the network's randomness. Each direction of a link has its own, from the seed and its name.
*/
export const startLan = async (
	{
		folder,
		seed,
		captureFolder,
		portPatienceMs,
	}: {
		readonly folder: string;
		readonly seed: number;
		readonly captureFolder?: string;
		readonly portPatienceMs?: number;
	},
	{signal}: {readonly signal: AbortSignal},
): Promise<Lan> => {
	signal.throwIfAborted();
	const running = new AsyncDisposableStack();
	const ports = new Map<string, {readonly port: Port; readonly path: string}>();
	const everyPort: Port[] = [];
	const watches: PayloadWatch[] = [];
	const delays = running.use(new DelayLine());
	const coalescing = new ReadCoalescing();

	const flows = new FlowTable({
		tell(event) {
			faults.see(event);
		},
		wantsPayload: () => faults.wantsPayload,
		takePayload(side, buffer, from, to) {
			for (const watch of watches) {
				watch.see(side, buffer, from, to);
			}
		},
	});

	const faults = new NetworkFaults(seed, {
		names: () => new Set(ports.keys()),
		flows: () => flows.flows,
		inject(frame, _from, to) {
			const nowMs = performance.now();
			record.made(frame, portOf(to), nowMs);
			delays.add(withLength(frame), portOf(to), nowMs);
		},
	});

	const record = running.use(
		await NetworkRecord.start(faults.ledger, {folder: captureFolder, nowMs: performance.now()}),
	);
	const fabric: Fabric = {
		table: new MacTable<Port>(),
		ports: everyPort,
		flows,
		faults,
		delays,
		record,
	};

	const portOf = (name: string): Port => {
		const known = ports.get(name);
		if (known === undefined) {
			throw new Error(`no port ${name}`);
		}

		return known.port;
	};

	let spareFolder: Promise<string> | undefined;
	let spareSockets = 0;
	const pathFor = async (name: string): Promise<string> => {
		const path = join(folder, `${name}.lan`);
		if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) {
			return path;
		}

		spareFolder ??= makeSpareFolder();
		spareSockets += 1;
		return join(await spareFolder, String(spareSockets));
	};

	const makeSpareFolder = async (): Promise<string> => {
		const made = await makeSocketFolder();
		running.defer(() => rm(made, {recursive: true, force: true}));
		return made;
	};

	const makePort = (name: string, path: string): Port => {
		if (!/^[\w-][\w.-]{0,63}$/.test(name) || name === 'lan') {
			throw new LanError(`"${name}" cannot name a port.`, {
				hint: 'Use letters, digits, "-", "_" and ".", at most 64; "lan" is the whole network.',
			});
		}

		const port = new Port(name, everyPort.length, portPatienceMs);
		ports.set(name, {port, path});
		everyPort.push(port);
		record.addPort(name);
		return port;
	};

	const plug = async (name: string): Promise<string> => {
		const known = ports.get(name);
		if (known !== undefined) {
			return known.path;
		}

		const path = await pathFor(name);
		const port = makePort(name, path);
		running.use(await listen(path, socket => serve(socket, port)));
		return path;
	};

	const connect = async (name: string, cable: Cable, {owner, ...within}: Connecting): Promise<void> => {
		const socket = await cable.socket(within);
		const port = makePort(name, cable.path);
		port.owner = owner;
		const unplug = (): void => {
			port.unplug(socket);
			fabric.table.forget(port);
		};
		const end: CableEnd = {take: receiver(port), lost: unplug};
		port.plug(socket);
		cable.plug(end);
		running.defer(() => {
			unplug();
			cable.pull(end);
		});
	};

	/** @returns What to do with each chunk that comes in by a port. */
	const receiver = (port: Port): CableEnd['take'] => {
		const forwarder = new Forwarder(port, fabric);
		const take = forwarder.take.bind(forwarder);
		return (chunk, splitter) => {
			const nowMs = performance.now();
			port.counts.bytesIn += chunk.length;
			coalescing.read(chunk.length, nowMs);
			forwarder.begin(nowMs);
			try {
				splitter.push(chunk, take);
				return true;
			} catch (error) {
				if (!(error instanceof RangeError)) {
					throw error;
				}

				port.counts.malformed += 1;
				return false;
			} finally {
				if (forwarder.finish()) {
					release(chunk);
				}
			}
		};
	};

	const serve = (socket: Socket, port: Port): void => {
		const splitter = new FrameSplitter();
		const receive = receiver(port);
		port.plug(socket);
		socket.on('data', (chunk: Buffer) => {
			if (!receive(chunk, splitter)) {
				socket.destroy();
			}
		});
		socket.on('error', () => {}); // The machine died; 'close' follows and says all there is to say.
		socket.on('close', () => {
			port.unplug(socket);
			fabric.table.forget(port);
		});
	};

	return {
		seed,
		plug,
		connect,
		...faultVerbs(step => faults.apply(step)),
		when: moment => faultVerbs(step => faults.arm(moment, step)),
		apply: step => faults.apply(step),
		onFault: listener => void faults.listeners.add(listener),
		watchFor: (secrets, onLeak) => void watches.push(new PayloadWatch(secrets, onLeak)),
		flows: () => flows.flows,
		report: () => ({
			seed,
			ports: Object.fromEntries([...ports].map(([name, {port}]) => [name, {...port.counts}])),
			faults: faults.ledger.counts.map(count => ({...count})),
			log: faults.ledger.log,
		}),
		[Symbol.asyncDispose]: () => running.disposeAsync(),
	};
};

const listen = async (path: string, onSocket: (socket: Socket) => void): Promise<AsyncDisposable> => {
	const sockets = new Set<Socket>();
	const server: Server = createServer({highWaterMark: QUEUE_BYTES}, socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		onSocket(socket);
	});
	await rm(path, {force: true}); // Left by a run that was killed.
	const listening = Promise.withResolvers<void>();
	server.on('error', listening.reject);
	server.listen(path, listening.resolve);
	await listening.promise;
	return {
		async [Symbol.asyncDispose]() {
			const closed = new Promise<void>(resolve => {
				server.close(() => resolve());
			});
			for (const socket of sockets) {
				socket.destroy();
			}

			await closed;
		},
	};
};
