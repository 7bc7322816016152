/** The QMP commands we use: name → what goes in, what comes out. Add a row before sending a new one. */
export type QmpCommands = {
	qmp_capabilities: {arguments: undefined; returns: Nothing};
	'query-status': {arguments: undefined; returns: {readonly status: RunState; readonly running: boolean}};
	'query-migrate': {
		arguments: undefined;
		returns: {readonly status?: MigrationStatus; readonly 'error-desc'?: string};
	};
	'human-monitor-command': {arguments: {readonly 'command-line': string}; returns: string};
	'migrate-set-capabilities': {
		arguments: {readonly capabilities: ReadonlyArray<{readonly capability: string; readonly state: boolean}>};
		returns: Nothing;
	};
	'migrate-set-parameters': {arguments: {readonly 'announce-rounds': number}; returns: Nothing};
	migrate: {arguments: {readonly uri: string}; returns: Nothing};
	'migrate-incoming': {arguments: {readonly uri: string}; returns: Nothing};
	stop: {arguments: undefined; returns: Nothing};
	cont: {arguments: undefined; returns: Nothing};
	quit: {arguments: undefined; returns: Nothing};
	netdev_add: {
		arguments: {readonly type: string; readonly id: string; readonly [option: string]: unknown};
		returns: Nothing;
	};
	netdev_del: {arguments: {readonly id: string}; returns: Nothing};
	/** Pulls a cable, or puts it back; `name` is the id of the network card or its back end. */
	set_link: {arguments: {readonly name: string; readonly up: boolean}; returns: Nothing};
};

type Nothing = Record<string, never>;

type RunState = 'running' | 'paused' | 'shutdown' | 'inmigrate' | 'postmigrate' | 'prelaunch' | 'guest-panicked';

type MigrationStatus = 'none' | 'setup' | 'active' | 'completed' | 'failed' | 'cancelled' | 'device' | 'wait-unplug';

/** Something QEMU says unasked: STOP, RESUME, SHUTDOWN, MIGRATION, GUEST_PANICKED, … */
export type QmpEvent = {readonly event: string; readonly data?: Readonly<Record<string, unknown>>};
