/**
Who may import whom, by folder: the table of docs/architecture.md, in the form that scripts/imports.test.ts holds against the code.

The longest matching folder decides. A folder may always import itself; tests beside the code may import their own folder's reach,
and what their row in `testsMayImport` adds.
*/
export const mayImport: ReadonlyArray<readonly [from: string, ...to: readonly string[]]> = [
	['guest/protocol'],
	['guest/claims'],
	['guest/net', 'guest/protocol'],
	['guest/tracker', 'guest/net', 'guest/protocol'],
	['guest/tracker/main.ts', 'guest/tracker', 'guest/net', 'guest/protocol', 'guest/adversary'],
	['guest/peer', 'guest/net', 'guest/protocol'],
	['guest/peer/main.ts', 'guest/peer', 'guest/net', 'guest/protocol', 'guest/adversary'],
	['guest/adversary', 'guest/claims', 'guest/net', 'guest/protocol'],
	['guest/conformance', 'guest/net', 'guest/protocol', 'guest/vectors'],
	['guest/bench', 'guest/peer', 'guest/tracker', 'guest/net', 'guest/protocol'],
	['image'],
	['host/harness-error.ts'],
	['host/lines'],
	['host/process', 'host/lines', 'host/harness-error.ts'],
	['host/qmp', 'host/lines', 'host/harness-error.ts'],
	['host/ssh', 'host/lines', 'host/harness-error.ts'],
	['host/lan', 'host/harness-error.ts'],
	['host/wait', 'host/harness-error.ts'],
	['host/history', 'host/lines', 'host/harness-error.ts'],
	['host/wire', 'host/harness-error.ts', 'guest/net', 'guest/protocol'],
	[
		'host/vm',
		'host/lines',
		'host/process',
		'host/qmp',
		'host/wait',
		'host/harness-error.ts',
		'image/manifest.ts',
		'image/forget-layers.ts',
		'image/layer.ts',
		'image/lock.ts',
	],
	[
		'host/testbed',
		'host/lines',
		'host/vm',
		'host/lan',
		'host/ssh',
		'host/process',
		'host/wait',
		'host/history',
		'host/wire',
		'host/harness-error.ts',
		'image/manifest.ts',
		'guest/protocol',
	],
	['host/checks', 'host/history', 'guest/protocol', 'guest/claims'],
	[
		'host/scenario',
		'host/testbed',
		'host/history',
		'host/checks',
		'host/trace',
		'host/wire',
		'host/wait',
		'host/harness-error.ts',
		'guest/protocol',
		'guest/claims',
	],
	['host/scenarios', 'host/scenario', 'host/checks', 'host/history', 'guest/claims'],
	['host/trace', 'host/lan', 'host/history', 'guest/protocol', 'host/harness-error.ts'],
	['host/report', 'host/lines', 'host/history', 'host/checks', 'host/scenario/result.ts'],
	['host/doctor', 'host/harness-error.ts'],
	['host/controls', 'host', 'guest/protocol'],
	['host/peers', 'host'],
	['host/grade', 'host', 'guest/protocol', 'guest/conformance', 'guest/vectors'],
	['host', 'host', 'image'], // The command line, benches, tests on machines: anything in host.
	['scripts', 'guest', 'host', 'image'],
];

/** What tests beside the code may import besides their folder's row: a law is often checked against the neighbour. */
export const testsMayImport: ReadonlyArray<readonly [from: string, ...to: readonly string[]]> = [
	['guest/tracker', 'guest/vectors', 'guest/conformance'],
	['guest/peer', 'guest/tracker', 'guest/vectors'],
	['guest/adversary', 'guest/tracker', 'guest/peer'],
];

/** Folders that take no packages and no built-in modules at all: pure data and decisions, or stories. */
export const pureFolders: readonly string[] = ['guest/protocol', 'guest/claims', 'host/scenarios', 'host/checks'];
