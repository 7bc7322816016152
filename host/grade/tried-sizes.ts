import type {ReportedCase} from '../report/reported-case.ts';

/** A size of files that is tried by itself, and how binding it is that a peer takes it. */
export type TriedSize = {
	readonly id: string;
	readonly title: string;
	readonly bytes: number;
	readonly level: ReportedCase['level'];
};

/** The first is that of the course's own pictures. Real peers have limits at 64 KiB and at 100 kB. */
export const TRIED_SIZES: readonly [TriedSize, ...TriedSize[]] = [
	{id: '40-kb', title: '40 kB', bytes: 40_000, level: 'must'},
	{id: '64-kib', title: '64 KiB', bytes: 64 * 1024, level: 'must'},
	{id: '100-kb', title: '100 kB', bytes: 100_000, level: 'should'},
	{id: '1-mib', title: '1 MiB', bytes: 1024 * 1024, level: 'should'},
	{id: '16-mib', title: '16 MiB', bytes: 16 * 1024 * 1024, level: 'information'},
];

/** What a file of this size is called. */
export const sizeName = ({id}: TriedSize): string => `size-${id}.jpg`;
