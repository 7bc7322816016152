import {listen} from '../listen.ts';
import {trackerAttack} from '../tracker-attack.ts';
import {pause} from '../wire.ts';

/** Peers that want to be told of every newcomer, and newcomers to tell them of. */
const TRAPS = 20;
const NEWCOMERS = 60;

/** How long the calls are kept waiting, in milliseconds: a second more than the five a tracker may take. */
const HOLD_MS = 6000;

/** Asks to be called back, and lets the tracker stand at a door that opens and then nothing happens. */
export const notifyTrap = trackerAttack({
	name: 'notify-trap',
	title: `has the tracker call ${TRAPS} peers that take the call and never hang up, for each of ${NEWCOMERS} newcomers`,
	async besiege({scene, link}) {
		await using door = await listen(scene.listenOn, scene.strike, {signal: scene.signal, pauseOnConnect: true});
		using links = new DisposableStack();
		const register = async (number: number) => {
			const mallory = await link();
			if (mallory !== undefined) {
				links.use(mallory);
				await mallory.ask(`ADDR trap-${number} ${mallory.source}:${door.port}`);
				if (number < TRAPS) {
					await mallory.ask('NOTIFY');
				}
			}
		};
		for (let number = 0; number < TRAPS; number++) {
			await register(number);
		}

		await Promise.all(Array.from({length: NEWCOMERS}, (_, index) => register(TRAPS + index)));
		await pause(HOLD_MS, scene.signal);
	},
});
