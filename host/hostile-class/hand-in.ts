import {chmod, cp, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {hostileSubmissions} from '../grade/fixtures/hostile.ts';

/** A class that was handed in: paths, by whether they are honest. */
export type HostileClass = {readonly honest: readonly string[]; readonly cheats: readonly string[]};

/** What Makefiles do besides building an honest peer. */
const CHEATING_RECIPES = [
	'echo "osp2p-executable: /opt/osp2p/bin/osppeer"',
	'ln -s /etc/shadow shadow; ln -s /root root',
	'mkfifo pipe; truncate -s 7G holes',
	'(setsid sleep 1000 &)',
	'mkdir closed; chmod 0 closed',
	'ln -s /etc/ld.so.preload /srv/osp/canary.txt; ln -s /etc/passwd /srv/osp/shared',
	'for n in $$(seq 400); do : >/var/tmp/$$n; done',
	'cp /bin/sh /tmp/osppeer; echo exit 0 >$$HOME/.profile',
	'kill -STOP $$PPID; kill -KILL -1',
] as const;

/**
Write a class of 30: ten honest peers, each another program by its bytes, and twenty that cheat or break.

@param folder - Gets a folder for each of them; it exists.
*/
export const handIn = async (folder: string): Promise<HostileClass> => {
	const honest = await Promise.all(
		Array.from({length: 10}, (_, number) => peerIn(join(folder, `honest-${number}`), `honest number ${number}`)),
	);
	const breaking = await Promise.all(
		hostileSubmissions.slice(0, 20 - CHEATING_RECIPES.length).map(async ({files}, number) => {
			const home = join(folder, `breaks-${number}`);
			await mkdir(home);
			for (const [name, text] of Object.entries(files)) {
				await writeFile(join(home, name), text);
				await chmod(join(home, name), text.startsWith('#!') ? 0o755 : 0o644);
			}

			return home;
		}),
	);
	const cheating = await Promise.all(
		CHEATING_RECIPES.map(async (recipe, number) => {
			const home = await peerIn(join(folder, `cheats-${number}`), `cheat number ${number}`);
			await writeFile(join(home, 'Makefile'), `osppeer: peer.c\n\t$(CC) -O1 -o $@ $<\n\t-${recipe}\n`);
			return home;
		}),
	);
	return {honest, cheats: [...breaking, ...cheating]};
};

const C_PEER = join(import.meta.dirname, '../grade/fixtures/c-peer');

const peerIn = async (home: string, word: string): Promise<string> => {
	await cp(C_PEER, home, {recursive: true});
	await writeFile(join(home, 'whose.txt'), word);
	return home;
};
