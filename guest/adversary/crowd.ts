import type {Socket} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import type {Address, Scene} from './attack.ts';
import {pause, reach} from './wire.ts';

/** Connections begun before those that opened are looked at. */
const DIALS_A_TURN = 16;

/**
Opens connections one after the other, evenly over a time, strikes for each that opens, and does one thing with each.

@returns Those that opened; the scene's end destroys them.
*/
export const sendCrowd = async (
	victim: Address,
	scene: Scene,
	{
		connections,
		overMs,
		each,
	}: {readonly connections: number; readonly overMs: number; readonly each?: (socket: Socket) => void},
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

	return (await Promise.all(arrivals)).filter(socket => socket !== undefined);
};
