import {createReadStream, createWriteStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {readAt, type TarMember, tarMembers} from './tar.ts';
import {type NewMember, tarEnd, tarHeader, tarPadding} from './tar-header.ts';

/** One change to a root file system. */
export type Edit =
	| (NewMember & {readonly type: 'folder' | 'link'})
	| (Omit<NewMember, 'type' | 'size'> & {readonly type: 'file'; readonly content: Buffer})
	/** Add a line to a file that must be there. */
	| {readonly type: 'append'; readonly path: string; readonly line: string}
	/** Leave out what matches. */
	| {readonly type: 'drop'; readonly pattern: RegExp};

/**
Write a changed copy of a tar archive, without unpacking it, and so without needing root for owners and devices.

What is not changed is copied byte for byte, in its order; what is new follows. A folder that is already there stays as it is.

@param source - Path of a tar archive, not compressed.
@param target - Path of the copy.
@throws {Error} If a file to append to is not in the archive.
*/
export const editTar = async (
	source: string,
	target: string,
	{edits, signal}: {readonly edits: readonly Edit[]; readonly signal: AbortSignal},
): Promise<void> => {
	await using archive = await open(source);
	const members = await Array.fromAsync(tarMembers(archive));
	const byPath = new Map(members.map(member => [member.path, member]));
	const added = edits.filter(edit => edit.type !== 'drop' && !(edit.type === 'folder' && byPath.has(edit.path)));
	const replaced = new Set(added.flatMap(edit => ('path' in edit ? [edit.path] : [])));
	const dropped = edits.flatMap(edit => (edit.type === 'drop' ? [edit.pattern] : []));
	const kept = members.filter(({path}) => !replaced.has(path) && !dropped.some(pattern => pattern.test(path)));

	const written = async function* () {
		for (const {start, end} of ranges(kept)) {
			yield* createReadStream(source, {start, end: end - 1, highWaterMark: 1 << 20});
		}

		for (const edit of withFolders(added, byPath)) {
			yield* await newMember(edit, async path => {
				const member = byPath.get(path);
				if (!member) {
					throw new Error(`the root file system has no /${path}`);
				}

				return readAt(archive, member.content, member.size);
			});
		}

		yield tarEnd;
	};

	await pipeline(Readable.from(written()), createWriteStream(target), {signal});
};

/** Before each new member, the folders on its way that are not there yet. */
const withFolders = (edits: readonly Edit[], existing: ReadonlyMap<string, TarMember>): Edit[] => {
	const there = new Set(existing.keys());
	return edits.flatMap(edit => {
		if (edit.type === 'drop') {
			return [];
		}

		const names = edit.path.split('/');
		const missing = names
			.map((_, index) => names.slice(0, index).join('/'))
			.filter(folder => folder !== '' && !there.has(folder));
		for (const folder of [...missing, edit.path]) {
			there.add(folder);
		}

		return [...missing.map((path): Edit => ({type: 'folder', path, mode: 0o755})), edit];
	});
};

type Range = {readonly start: number; readonly end: number};

/** Neighbours joined, so that most of the archive is one long read. */
const ranges = (members: readonly TarMember[]): Range[] => {
	const joined: Range[] = [];
	for (const {start, end} of members) {
		const last = joined.at(-1);
		if (last?.end === start) {
			joined[joined.length - 1] = {start: last.start, end};
		} else {
			joined.push({start, end});
		}
	}

	return joined;
};

const newMember = async (edit: Edit, existing: (path: string) => Promise<Buffer>): Promise<Buffer[]> => {
	switch (edit.type) {
		case 'file': {
			return [tarHeader({...edit, size: edit.content.length}), edit.content, tarPadding(edit.content.length)];
		}
		case 'append': {
			const content = Buffer.concat([await existing(edit.path), Buffer.from(`${edit.line}\n`)]);
			// Of these files only /etc/shadow is secret.
			const mode = edit.path.endsWith('shadow') ? 0o640 : 0o644;
			return [
				tarHeader({type: 'file', path: edit.path, mode, size: content.length}),
				content,
				tarPadding(content.length),
			];
		}
		case 'drop': {
			return [];
		}
		default: {
			return [tarHeader(edit)];
		}
	}
};
