/** Where the program under test comes from. */
export type ProgramSource =
	/** The executables of this repository. */
	| {readonly kind: 'ours'}
	/**
	Somebody's: an executable, a script, a folder with a Makefile, or a tar.gz, on the host.
	`args` is the template of its command line, arguments split at blanks; `{tracker}` (address:port), `{trackerAddress}`, `{trackerPort}`, `{dir}`, `{port}` and `{files}` are filled in. Without it: the original command line.
	*/
	| {readonly kind: 'path'; readonly path: string; readonly args?: string};

/** Which program plays the roles under test; the other roles are always played by ours. */
export type ProgramsUnderTest = {readonly peer: ProgramSource; readonly tracker: ProgramSource};

/** Whether any of the programs under test is somebody's. */
export const isHandedIn = ({peer, tracker}: ProgramsUnderTest): boolean =>
	peer.kind === 'path' || tracker.kind === 'path';
