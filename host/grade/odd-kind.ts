import type {PeerVector} from './peer-vector.ts';

/** What may lie in a folder that a naive peer stumbles over when it starts. */
export const ODD_KINDS = [
	'a name with a blank',
	'a name with a percent sign',
	'a name with a tilde',
	'a name beyond ASCII',
	'a hidden file',
	'a name of 255 bytes',
	'a C file',
	'a folder',
	'links',
	'a pipe',
	'an empty file',
] as const;

export type OddKind = (typeof ODD_KINDS)[number];

/** What a vector needs in the peer's folder beside plain files; undefined when nothing. */
export const oddKindOf = ({id, wants}: Pick<PeerVector, 'id' | 'wants'>): OddKind | undefined =>
	BY_ID[id] ?? (wants.kind === 'file' ? oddName(wants.name) : undefined);

const BY_ID: Readonly<Record<string, OddKind>> = {
	'dot-dot-deep': 'a folder',
	folder: 'a folder',
	'a-folder': 'a folder',
	'link-out': 'links',
	'link-in': 'links',
	fifo: 'a pipe',
	'empty-file': 'an empty file',
};

const oddName = (name: string): OddKind | undefined => NAMES.find(([pattern]) => pattern.test(name))?.[1];

const NAMES: ReadonlyArray<readonly [RegExp, OddKind]> = [
	[/[^\0-\x7f]/, 'a name beyond ASCII'],
	[/^.{255}$/, 'a name of 255 bytes'],
	[/^\./, 'a hidden file'],
	[/ /, 'a name with a blank'],
	[/%/, 'a name with a percent sign'],
	[/~/, 'a name with a tilde'],
	[/\.c$/, 'a C file'],
];
