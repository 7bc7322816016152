import type {Socket} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import type {Address, AimedScene} from './attack.ts';
import {pause, reach} from './wire.ts';

/** Connections begun before those that opened are looked at. */
const DIALS_A_TURN = 16;

/**
Opens connections one after the other, evenly over a time, strikes for each that opens, and does one thing with each. Tells when all of them are open, or were refused: who wants to see the victim beside the crowd waits for that.

@returns Those that opened; the scene's end destroys them.
*/
export const sendCrowd = async (
	victim: Address,
	scene: AimedScene,
	{
		attack,
		connections,
		overMs,
		each,
	}: {
		readonly attack: string;
		readonly connections: number;
		readonly overMs: number;
		readonly each?: (socket: Socket) => void;
	},
): Promise<Socket[]> => {
	const arrivals: Array<Promise<Socket | undefined>> = [];
	const startedAt = performance.now();
	for (let number = 0; number < connections && !scene.signal.aborted; number++) {
		const aheadMs = (number / connections) * overMs - (performance.now() - startedAt);
		if (aheadMs > 5) {
			await pause(aheadMs, scene.signal);
		} else if (number % DIALS_A_TURN === 0) {
			await turn(); // Behind time, as in an emulated guest: those that are through must be seen before their time is up.
		}

		const arrive = async () => {
			const socket = await reach(victim, {signal: scene.signal, from: scene.listenOn.address});
			if (socket !== undefined) {
				scene.strike();
				each?.(socket);
			}

			return socket;
		};
		arrivals.push(arrive());
	}

	const opened = (await Promise.all(arrivals)).filter(socket => socket !== undefined);
	scene.emit({event: 'crowded', attack, open: opened.filter(({destroyed}) => !destroyed).length, of: connections});
	return opened;
};
