import {parsePeerLine} from '../protocol/peer-line.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';
import {unquote} from '../protocol/quoting.ts';
import {type Address, type AimedScene, type Attack, aimedAt, type Scene} from './attack.ts';
import {openTrackerLink} from './tracker-link.ts';
import {pause} from './wire.ts';

/** How often an attacker looks whether somebody came to be attacked, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** Peers attacked in one go. */
const MAX_TARGETS = 20;

/** A peer under attack, and what it is known to have. */
export type Prey = Address & {
	/** Names worth asking for, as byte strings: those of the command line, or what the tracker lists. */
	readonly files: readonly string[];
};

/** Makes an attack on peers' listening ports from the one thing that differs: what is done to each of them. */
export const serverAttack = ({
	strikeAt,
	...attack
}: Omit<Attack, 'run' | 'aimsAt'> & {
	readonly strikeAt: (prey: Prey, scene: AimedScene) => Promise<void>;
}): Attack => ({
	...attack,
	aimsAt: 'server',
	async run(scene) {
		const preys = await findPrey(scene);
		scene.emit({event: 'ready', attack: attack.name});
		await Promise.all(preys.map(prey => strikeAt(prey, aimedAt(prey, scene))));
	},
});

/** The target of the command line, or everybody in the tracker's WHO, as soon as there is somebody. */
const findPrey = async ({target, tracker, files, listenOn, signal}: Scene): Promise<Prey[]> => {
	using link = tracker && (await openTrackerLink(tracker, {signal, from: listenOn.address}));
	for (;;) {
		const peers = target === undefined ? peersIn((await link?.ask('WHO'))?.data ?? []) : [target];
		if (peers.length > 0) {
			const list = files.length > 0 ? [] : ((await link?.ask('LIST'))?.data ?? []);
			const known = [...files, ...list.map(line => unquote(line.replace(/^FILE\s+/, '')))];
			return peers.slice(0, MAX_TARGETS).map(peer => ({...peer, files: known}));
		}

		if (signal.aborted || link === undefined || link.socket.destroyed) {
			return [];
		}

		await pause(LOOK_EVERY_MS, signal);
	}
};

const peersIn = (lines: readonly string[]): Address[] =>
	lines.flatMap(line => {
		try {
			const {address, port} = parsePeerLine(line);
			return [{address, port}];
		} catch (error) {
			if (error instanceof ProtocolError) {
				return [];
			}

			throw error;
		}
	});
