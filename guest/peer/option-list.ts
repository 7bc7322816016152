/** The options that are no limits, as `--help` lists them. */
export const OPTIONS = [
	{
		name: 'tracker',
		short: 't',
		type: 'string',
		value: 'ADDR[:PORT]',
		help: 'The tracker; ADDR or PORT alone will do. Default: 127.0.0.1:11111',
	},
	{
		name: 'dir',
		short: 'd',
		type: 'string',
		value: 'DIR',
		help: 'The folder to share and to save to. Default: the current one',
	},
	{
		name: 'address',
		short: undefined,
		type: 'string',
		value: 'ADDR',
		help: 'Our own address: listen there, connect from there, announce it. Default: all, any, the one the tracker sees',
	},
	{
		name: 'port',
		short: undefined,
		type: 'string',
		value: 'PORT',
		help: 'Listen on this port. Default: the first free one of 11112 to 12999',
	},
	{
		name: 'alias',
		short: undefined,
		type: 'string',
		value: 'NAME',
		help: 'What we call ourselves. Default: "user" and the time',
	},
	{
		name: 'once',
		short: undefined,
		type: 'boolean',
		value: undefined,
		help: 'Exit when the named files are here (0) or cannot be had (1), instead of serving on',
	},
	{
		name: 'quoted',
		short: undefined,
		type: 'boolean',
		value: undefined,
		help: 'Names on the command line are quoted like on the wire: %20 is a blank',
	},
	{
		name: 'events',
		short: undefined,
		type: 'string',
		value: 'FILE',
		help: 'Write what happens to FILE, one JSON object a line; "-" is standard output',
	},
	{
		name: 'cache-dir',
		short: undefined,
		type: 'string',
		value: 'DIR',
		help: 'Remember digests of large files in a file of DIR; "none" is nowhere. Default: osppeer in $XDG_CACHE_HOME, or in ~/.cache',
	},
	{
		name: 'evil',
		short: 'b',
		type: 'string',
		value: '[MODE]',
		help: 'Be a bad peer, to test others. -b alone is mode 1',
	},
	{
		name: 'target',
		short: undefined,
		type: 'string',
		value: 'ADDR:PORT',
		help: 'With --evil: whom to attack. Default: everybody the tracker names',
	},
	{
		name: 'seconds',
		short: undefined,
		type: 'string',
		value: 'N',
		help: 'With --evil: stop after so many seconds. Default: 3600',
	},
	{
		name: 'seed',
		short: undefined,
		type: 'string',
		value: 'N',
		help: 'The same seed makes the same random choices. Default: another one each time',
	},
	{name: 'help', short: 'h', type: 'boolean', value: undefined, help: 'Show this text'},
	{name: 'version', short: undefined, type: 'boolean', value: undefined, help: 'Show the version'},
] as const satisfies ReadonlyArray<{
	readonly name: string;
	readonly short: string | undefined;
	readonly type: 'string' | 'boolean';
	readonly value: string | undefined;
	readonly help: string;
}>;
