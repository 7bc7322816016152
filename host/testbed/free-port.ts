import {randomInt} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:net';

/** Ports to choose from: above those that peers try by themselves (docs/protocol.md, section 4.3), below those that systems give to outgoing connections. */
const RANGE = {from: 13_000, below: 32_000} as const;

/** Tries before giving up: with half of the range taken, a million to one that all fail. */
const MAX_TRIES = 20;

/** Ports given and not given again for so many more: the program that asked may start a minute later, while other scenarios ask too. */
const REMEMBERED = 4000;

const given = new Set<number>();

/**
A port of an address that was free a moment ago, and that nobody else in this process was given lately. By true randomness, not a run's seeded one: two runs of one seed may go on at once.

Another process may still take it first; then the program says so, and the run ends with its words.
*/
export const freePort = async (host: string): Promise<number> => {
	for (let tries = 1; ; tries++) {
		const port = randomInt(RANGE.from, RANGE.below);
		if (given.has(port)) {
			continue;
		}

		const server = createServer();
		try {
			server.listen(port, host);
			await once(server, 'listening');
			remember(port);
			return port;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries >= MAX_TRIES) {
				throw error;
			}
		} finally {
			server.close();
		}
	}
};

const remember = (port: number): void => {
	given.add(port);
	for (const oldest of given.keys().take(Math.max(0, given.size - REMEMBERED))) {
		given.delete(oldest);
	}
};
