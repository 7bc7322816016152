import type {Socket} from 'node:net';
import {aborted} from '../net/abortable.ts';
import {type Random, seededRandom} from '../net/seeded-random.ts';
import {LineSplitter} from '../protocol/line-splitter.ts';
import {splitWords} from '../protocol/words.ts';
import type {Attack, Scene, Strike} from './attack.ts';
import {listen} from './listen.ts';
import {PretendTracker} from './pretend-tracker.ts';
import {shutDoors} from './shut-doors.ts';
import {addressOf, send} from './wire.ts';

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
