/** What the script that looks through a built submission says it has found. Paths are relative to its folder, byte strings. @see build-submission.sh */
export class BuildFindings {
	readonly executables: string[] = [];
	/** Files that begin with `#!` and may not be started, where nothing else can be. */
	readonly scripts: string[] = [];
	/** Some of the files that are there, where nothing can be started. */
	readonly holds: string[] = [];
	readonly #makefile: string | undefined;

	/** @param output - Of that script, a byte string. */
	constructor(output: string) {
		const lists: Readonly<Record<string, string[]>> = {
			executable: this.executables,
			script: this.scripts,
			holds: this.holds,
			makefile: [],
		};
		for (const {groups: {what = '', path = ''} = {}} of output.matchAll(FINDING)) {
			lists[what]?.push(path);
		}

		this.#makefile = lists['makefile']?.[0];
	}

	/** Why there is nothing to start, in words of whoever handed it in. */
	get whyNothing(): string {
		const reason =
			this.#makefile === undefined
				? 'It has no executable and no Makefile.'
				: `It has no executable, and its Makefile (${this.#makefile}) made none.`;
		const python = this.holds.find(path => path.endsWith('.py'));
		const hint = python === undefined ? [] : [`${python} does not begin with a line like "#!/usr/bin/env python3".`];
		const holds = this.holds.length === 0 ? 'It holds no file.' : `It holds ${this.holds.join(', ')}.`;
		return [reason, ...hint, holds].join(' ');
	}
}

const FINDING = /^osp2p-(?<what>executable|script|holds|makefile): (?<path>.*)$/gm;
