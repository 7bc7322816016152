import {open} from 'node:fs/promises';
import {ImageError} from './image-error.ts';
import {readAt, type TarMember, tarMembers} from './tar.ts';

/** A root file system in a tar archive, open for reading. */
export type Root = AsyncDisposable & {
	readonly members: ReadonlyMap<string, TarMember>;
	/** The bytes of a file. @throws {ImageError} If there is none of that path. */
	readonly read: (path: string) => Promise<Buffer>;
};

/**
Look into a root file system without unpacking it.

@throws {ImageError} If the file is no whole tar archive.
*/
export const openRoot = async (archive: string): Promise<Root> => {
	await using opened = new AsyncDisposableStack();
	const file = opened.use(await open(archive));
	const members = new Map<string, TarMember>();
	try {
		for await (const member of tarMembers(file)) {
			members.set(member.path, member);
		}
	} catch (cause) {
		throw new ImageError(`${archive} is no root file system: ${cause instanceof Error ? cause.message : cause}`, {
			hint: 'A base of your own is a .tar file, not compressed, of a whole root file system.',
			cause,
		});
	}

	const owned = opened.move();
	return {
		members,
		async read(path) {
			const member = members.get(path);
			if (member?.type !== 'file') {
				throw new ImageError(`the root file system has no file /${path}`, {
					hint: 'A base of your own needs the packages that image/recipe.ts lists, and a kernel.',
				});
			}

			return readAt(file, member.content, member.size);
		},
		[Symbol.asyncDispose]: () => owned.disposeAsync(),
	};
};
