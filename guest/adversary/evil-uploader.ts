import type {Socket} from 'node:net';
import {aborted} from '../net/abortable.ts';
import {type Random, seededRandom} from '../net/seeded-random.ts';
import type {Attack, Scene} from './attack.ts';
import {claimFiles} from './claim-files.ts';
import {listen} from './listen.ts';
import {loadFolder} from './load-folder.ts';
import {requestLine} from './request-line.ts';
import {addressOf} from './wire.ts';

/** One downloader that asked us for a file. */
export type Victim = {
	readonly socket: Socket;
	/** What it asked for, as a byte string. */
	readonly name: string;
	/** The real bytes, when we have them. */
	readonly file: Buffer | undefined;
	/** A random stream of its own, by its place in the queue. */
	readonly random: Random;
	readonly strike: () => void;
};

/** Makes an attack on downloaders from the one thing that differs: what they get when they ask. */
export const uploadAttack = ({
	answer,
	...attack
}: Omit<Attack, 'run' | 'aimsAt'> & {
	readonly answer: (victim: Victim) => Promise<void>;
}): Attack => ({...attack, aimsAt: 'downloader', run: scene => runUploader(scene, {attack: attack.name, answer})});

/** Listens, claims files at the tracker, and answers whoever asks, until the scene ends. */
const runUploader = async (
	scene: Scene,
	{attack, answer}: {readonly attack: string; readonly answer: (victim: Victim) => Promise<void>},
): Promise<void> => {
	const files = await loadFolder(scene.folder);
	let asked = 0;
	const serve = async (socket: Socket) => {
		const victim = addressOf(socket);
		const name = await requestLine(socket);
		if (name !== undefined) {
			const random = seededRandom(scene.seed, `${attack} ${name} ${asked++}`);
			await answer({socket, name, file: files.get(name), random, strike: () => scene.strike(victim, name)});
		}

		socket.end();
	};

	await using door = await listen(
		scene.listenOn,
		socket => {
			serve(socket).catch((error: unknown) => scene.log(`answering a victim failed: ${String(error)}`));
		},
		scene,
	);
	scene.emit({event: 'listening', address: door.address, port: door.port});
	await claimFiles(scene, {attack, port: door.port, files});
	await aborted(scene.signal);
};
