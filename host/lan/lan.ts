import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Forwarder} from './forwarder.ts';
import {FrameSplitter} from './frame-splitter.ts';
import {LanError} from './lan-error.ts';
import {MacTable} from './mac-table.ts';
import {Port, type PortCounts, QUEUE_BYTES} from './port.ts';

/** Longest path of a Unix socket, in bytes: 107 on Linux, 103 on macOS (`sun_path`, with its final NUL). */
const MAX_SOCKET_PATH_BYTES = 103;

/** A network that runs: a switch with named ports. Disposing pulls every cable. */
export type Lan = AsyncDisposable & {
	readonly seed: number;
	/**
	Make a port. Asking again for the same name gives the same port, so that a machine that was restarted finds its place.

	@returns The path of the Unix socket that QEMU connects to: `-netdev stream,server=off,addr.type=unix,addr.path=…`.
	*/
	plug(name: string): Promise<string>;
	/** What went through each port so far, by its name. */
	report(): {readonly ports: Readonly<Record<string, Readonly<PortCounts>>>};
};

/**
Start a switch. Each port is a Unix stream socket with QEMU's framing.

@param folder - Where the sockets go, if its path leaves room for their names; else they go into a new folder of the system's temporary one.
*/
export const startLan = async (
	{folder, seed}: {readonly folder: string; readonly seed: number; readonly captureFolder?: string},
	{signal}: {readonly signal: AbortSignal},
): Promise<Lan> => {
	signal.throwIfAborted();
	const running = new AsyncDisposableStack();
	const ports = new Map<string, {readonly port: Port; readonly path: string}>();
	const table = new MacTable<Port>();
	const others = (): Iterable<Port> => everyPort;
	const everyPort: Port[] = [];
	let spareFolder: string | undefined;

	const pathFor = async (name: string): Promise<string> => {
		const path = join(folder, `${name}.lan`);
		if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) {
			return path;
		}

		if (spareFolder === undefined) {
			const made = await mkdtemp(join(tmpdir(), 'osp2p-lan-'));
			running.defer(() => rm(made, {recursive: true, force: true}));
			spareFolder = made;
		}

		return join(spareFolder, String(ports.size));
	};

	const plug = async (name: string): Promise<string> => {
		const known = ports.get(name);
		if (known !== undefined) {
			return known.path;
		}

		if (!/^[\w.-]{1,64}$/.test(name)) {
			throw new LanError(`"${name}" cannot name a port.`, {hint: 'Use letters, digits, "-", "_" and ".", at most 64.'});
		}

		const path = await pathFor(name);
		const port = new Port(name);
		ports.set(name, {port, path});
		everyPort.push(port);
		running.use(await listen(path, socket => serve(socket, port)));
		return path;
	};

	const serve = (socket: Socket, port: Port): void => {
		const splitter = new FrameSplitter();
		const forwarder = new Forwarder(port, {table, others});
		const take = forwarder.take.bind(forwarder);
		port.plug(socket);
		socket.on('data', (chunk: Buffer) => {
			port.counts.bytesIn += chunk.length;
			forwarder.begin(performance.now());
			try {
				splitter.push(chunk, take);
			} catch (error) {
				if (!(error instanceof RangeError)) {
					throw error;
				}

				port.counts.malformed += 1;
				socket.destroy();
			}

			forwarder.finish();
		});
		socket.on('error', () => {}); // The machine died; 'close' follows and says all there is to say.
		socket.on('close', () => {
			port.unplug(socket);
			table.forget(port);
		});
	};

	return {
		seed,
		plug,
		report: () => ({ports: Object.fromEntries([...ports].map(([name, {port}]) => [name, {...port.counts}]))}),
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
	server.once('error', listening.reject);
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
