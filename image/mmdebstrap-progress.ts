/** How far an installation is: `fraction` from 0 to 1, and what is being done. */
export type Progress = {readonly fraction: number; readonly detail: string};

/** What mmdebstrap says at the beginning of a phase, the share of the whole that is done by then (measured), and our words for it. */
const phases: ReadonlyArray<readonly [says: string, from: number, detail: string]> = [
	['running apt-get update', 0.02, 'reading package lists'],
	['downloading packages', 0.08, 'downloading essential packages'],
	['extracting archives', 0.14, 'unpacking essential packages'],
	['installing essential packages', 0.22, 'setting up essential packages'],
	['installing remaining packages', 0.35, 'installing packages'],
	['cleaning package lists', 0.94, 'cleaning'],
	['creating tarball', 0.95, 'packing'],
	['success in', 1, 'done'],
];

/**
Follow the output of `mmdebstrap --verbose`.

@returns A function that takes each line and tells the progress, or nothing when the line tells none. It never goes back.
*/
export const startProgress = (): ((line: string) => Progress | undefined) => {
	let phase = -1;
	let steps = 0;
	let expected = 0;
	return line => {
		const next = phases.findIndex(([says], index) => index > phase && line.startsWith(`I: ${says}`));
		if (next !== -1) {
			phase = next;
			steps = 0;
			expected = 0;
			return progress(phase, 0);
		}

		// Apt announces "12 newly installed"; dpkg then unpacks each and sets each up.
		expected = Number(/(\d+) newly installed/.exec(line)?.[1] ?? expected / 2) * 2;
		if (!/^(?:Unpacking|Setting up) /.test(line) || expected === 0) {
			return undefined;
		}

		steps += 1;
		return progress(phase, Math.min(1, steps / expected));
	};
};

const progress = (phase: number, share: number): Progress => {
	const [, from, detail] = phases[phase] ?? ['', 0, 'starting'];
	const to = phases[phase + 1]?.[1] ?? 1;
	return {fraction: from + (to - from) * share, detail};
};
