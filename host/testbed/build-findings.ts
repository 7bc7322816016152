/** More than any submission has. A Makefile may print as if it were the script, and without end. */
export const MOST_FOUND = 1000;

/** What the script that builds a submission says it has found. Paths are relative to its folder, byte strings. @see build-submission.sh */
export class BuildFindings {
	readonly executables: string[] = [];
	/** Files that begin with `#!` and may not be started, where nothing else can be. */
	readonly scripts: string[] = [];
	/** Some of the files that are there, where nothing can be started. */
	readonly holds: string[] = [];
	#makefile: string | undefined;
	#despiteWarnings = false;

	hear(line: string): void {
		this.#despiteWarnings ||= line === 'osp2p-warnings';
		const {what, path} = FINDING.exec(line)?.groups ?? {};
		const list = {executable: this.executables, script: this.scripts, holds: this.holds}[what ?? ''];
		if (what === 'makefile') {
			this.#makefile ??= path;
		} else if (path !== undefined && list !== undefined && list.length <= MOST_FOUND) {
			list.push(path);
		}
	}

	isFinding(line: string): boolean {
		return FINDING.test(line);
	}

	/** Whether its Makefile makes errors of warnings, and this compiler has some: then it was built without that. */
	get despiteWarnings(): boolean {
		return this.#despiteWarnings;
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

const FINDING = /^osp2p-(?<what>executable|script|holds|makefile): (?<path>.*)$/s;
