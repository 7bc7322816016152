import type {EvilActor, PeerActor, TrackerActor} from './actors.ts';

/**
What a member of the cast is. `peer` and `tracker` run the program under test, the `sound` ones always run ours.
An evil role names its mode, as the catalogue of `--evil list` does: `evil peer: endless`.
*/
export type Role =
	| 'peer'
	| 'tracker'
	| 'sound peer'
	| 'sound tracker'
	| `evil peer: ${string}`
	| `evil tracker: ${string}`;

/** The actor of a role. An evil tracker acts as a tracker does. */
export type ActorOf<R extends Role> = R extends `evil peer: ${string}`
	? EvilActor
	: R extends 'tracker' | 'sound tracker' | `evil tracker: ${string}`
		? TrackerActor
		: PeerActor;

/** The program a role runs, and its evil mode. */
export const programOf = (
	role: Role,
): {readonly kind: 'peer' | 'tracker'; readonly underTest: boolean; readonly evil?: string} => {
	const evil = /^evil (?<kind>peer|tracker): (?<mode>.+)$/.exec(role)?.groups;
	return {
		kind: (evil?.['kind'] ?? role).endsWith('tracker') ? 'tracker' : 'peer',
		underTest: role === 'peer' || role === 'tracker',
		...(evil?.['mode'] === undefined ? {} : {evil: evil['mode']}),
	};
};
