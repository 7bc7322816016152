import {BoundSocket, type Socket} from 'node:net';
import {aborted} from '../net/abortable.ts';
import {type Random, seededRandom} from '../net/seeded-random.ts';
import {LineSplitter} from '../protocol/line-splitter.ts';
import {splitWords} from '../protocol/words.ts';
import type {Attack, Scene, Strike} from './attack.ts';
import {listen} from './listen.ts';
import {PretendTracker} from './pretend-tracker.ts';
import {addressOf, reach, send} from './wire.ts';

/** One reply that is due to a client. */
export type Due = {
	readonly socket: Socket;
	/** The command word in capitals. */
	readonly command: string;
	/** What an honest tracker would say, with LFs. */
	readonly honest: string;
	/** A random stream of its own, by its place in the queue. */
	readonly random: Random;
	/** Endpoints at which nobody answers, as many as the attack asked for. */
	readonly dead: readonly string[];
	readonly strike: () => void;
};

/**
Makes an evil tracker from the one thing that differs: how it replies. It lies to peers only, to those that registered:
whoever just looks in, to see who is there, is told the truth.
*/
export const evilTracker = ({
	reply,
	deadPeers = 0,
	...attack
}: Omit<Attack, 'run' | 'aimsAt'> & {
	readonly reply: (due: Due) => Promise<void>;
	/** How many dead peers it has to name. */
	readonly deadPeers?: number;
}): Attack => ({
	...attack,
	aimsAt: 'tracker-client',
	async run(scene) {
		const tracker = new PretendTracker();
		let served = 0;
		using dead = await shutDoors(deadPeers, scene.listenOn.address);
		await using door = await listen(
			scene.listenOn,
			socket => {
				const random = seededRandom(scene.seed, `${attack.name} ${served++}`);
				serve(socket, {tracker, reply, random, dead: dead.ports, strike: scene.strike}).catch(report(scene));
			},
			scene,
		);
		scene.emit({event: 'listening', address: door.address, port: door.port});
		scene.emit({event: 'ready', attack: attack.name});
		await aborted(scene.signal);
	},
});

/** Tells the truth about everything. */
export const tellTruth = async ({socket, honest}: Due): Promise<void> => {
	await send(socket, honest);
};

const serve = async (
	socket: Socket,
	{
		tracker,
		reply,
		dead: ports,
		strike,
		random,
	}: Pick<Due, 'random'> & {
		readonly dead: readonly number[];
		readonly strike: Strike;
		readonly tracker: PretendTracker;
		readonly reply: (due: Due) => Promise<void>;
	},
): Promise<void> => {
	const victim = addressOf(socket);
	const guest = tracker.enter(victim);
	const dead = ports.map(port => `${socket.localAddress}:${port}`);
	const lines = new LineSplitter();
	let isPeer = false;
	await send(socket, '200 osptracker\n');
	try {
		for await (const chunk of socket) {
			for (const line of lines.push(chunk)) {
				const honest = guest.reply(line);
				const [word = '', file] = splitWords(line);
				const command = word.toUpperCase();
				isPeer ||= command === 'ADDR';
				if (honest !== '') {
					await (isPeer ? reply : tellTruth)({
						socket,
						command,
						honest,
						random,
						dead,
						strike: () => strike(victim, file),
					});
				}
			}
		}
	} finally {
		guest.leave();
	}
};

const report =
	({log}: Scene) =>
	(error: unknown): void =>
		log(`a client left: ${String(error)}`);

/** Ports of ours at which nobody answers: the system chose them, and gives them to nobody else while we have them; nobody listens there. Disposing gives them up. */
type ShutDoors = Disposable & {readonly ports: readonly number[]};

/**
Take ports to be named as those of dead peers: whoever calls there is refused at once, and meets nothing of the machine's own.

@param address - Of ours: where they are.
@throws Error if somebody answers at one of them.
*/
const shutDoors = async (count: number, address: string): Promise<ShutDoors> => {
	using stack = new DisposableStack();
	const ports = Array.from({length: count}, () => stack.use(new BoundSocket({host: address, port: 0})).address().port);
	const host = address === '0.0.0.0' ? '127.0.0.1' : address;
	await Promise.all(
		ports.map(async port => {
			const somebody = await reach({address: host, port}, {signal: new AbortController().signal});
			somebody?.destroy();
			if (somebody !== undefined) {
				throw new Error(`somebody answers at ${host}:${port}, which is to be dead`);
			}
		}),
	);
	const taken = stack.move();
	return {ports, [Symbol.dispose]: () => taken.dispose()};
};
