import {createHash} from 'node:crypto';
import {digestText} from '../protocol/digest.ts';
import {quote, unquote} from '../protocol/quoting.ts';
import type {Scene} from './attack.ts';
import {openTrackerLink, type TrackerLink} from './tracker-link.ts';
import {pause} from './wire.ts';

/** Times an attacker registers the same address: the more lines of a WANT's reply are ours, the sooner we are asked. */
const ALIASES = 3;

/** How often an attacker looks for new names to claim, in milliseconds. */
const LOOK_EVERY_MS = 300;

/** Names an attacker claims at most (a tracker takes 1000). */
const MAX_CLAIMS = 500;

/**
Registers with the tracker, claims our files, the names given, and whatever anybody else has, with the digests the
tracker knows, so that it believes us; goes on claiming new names until the scene ends.
*/
export const claimFiles = async (
	scene: Scene,
	{attack, port, files}: {readonly attack: string; readonly port: number; readonly files: ReadonlyMap<string, Buffer>},
): Promise<void> => {
	const {tracker, listenOn, signal} = scene;
	if (tracker === undefined) {
		return;
	}

	using links = new DisposableStack();
	const aliases: TrackerLink[] = [];
	for (let number = 1; number <= ALIASES; number++) {
		const link = await openTrackerLink(tracker, {signal, from: listenOn.address});
		if (link !== undefined) {
			aliases.push(links.use(link));
			await link.ask(`ADDR evil-${attack}-${number} ${link.source}:${port}`);
		}
	}

	const digests = new Map(files.entries().map(([name, bytes]) => [name, digestOf(bytes)]));
	const claimed = new Set<string>();
	const claim = async (names: Iterable<string>) => {
		for (const name of names) {
			if (!claimed.has(name) && claimed.size < MAX_CLAIMS) {
				claimed.add(name);
				const digest = digests.get(name) ?? (await aliases[0]?.ask(`MD5SUM ${quote(name)}`))?.data[0] ?? '';
				await Promise.all(aliases.map(link => link.ask(`HAVE ${quote(name)} ${digest}`)));
			}
		}
	};

	await claim([...files.keys(), ...scene.files]);
	scene.emit({event: 'registered', alias: `evil-${attack}-1`, files: claimed.size});
	scene.emit({event: 'ready', attack});
	while (!signal.aborted) {
		const list = await aliases[0]?.ask('LIST');
		await claim((list?.data ?? []).map(line => unquote(line.replace(/^FILE\s+/, ''))));
		await pause(LOOK_EVERY_MS, signal);
	}
};

const digestOf = (bytes: Buffer): string => digestText(createHash('md5').update(bytes).digest());
