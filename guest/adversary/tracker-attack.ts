import type {Socket} from 'node:net';
import {type Address, type AimedScene, type Attack, aimedAt} from './attack.ts';
import {openTrackerLink, type TrackerLink} from './tracker-link.ts';
import {reach} from './wire.ts';

/** What an attack on a tracker has at hand besides the scene. */
export type Siege = {
	readonly tracker: Address;
	readonly scene: AimedScene;
	/** A well-behaved connection past the greeting; it is closed when the scene ends. */
	readonly link: () => Promise<TrackerLink | undefined>;
	/** A bare connection: nothing is read. */
	readonly connect: () => Promise<Socket | undefined>;
};

/** Makes an attack on a tracker by one of its clients. */
export const trackerAttack = ({
	besiege,
	...attack
}: Omit<Attack, 'run' | 'aimsAt'> & {readonly besiege: (siege: Siege) => Promise<void>}): Attack => ({
	...attack,
	aimsAt: 'tracker',
	async run(scene) {
		const {signal, listenOn, target} = scene;
		const tracker = scene.tracker ?? target;
		if (tracker !== undefined) {
			const options = {signal, from: listenOn.address};
			scene.emit({event: 'ready', attack: attack.name});
			await besiege({
				tracker,
				scene: aimedAt(tracker, scene),
				link: () => openTrackerLink(tracker, options),
				connect: () => reach(tracker, options),
			});
		}
	},
});
