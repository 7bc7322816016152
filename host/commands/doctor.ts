import {command} from './command.ts';

/** `doctor`: what this host has and lacks. */
export const doctorCommand = command({
	usage: 'doctor',
	summary: 'Say what this host has and lacks, why it matters, and which accelerator would be used',
	positionals: {},
	flags: {
		json: {type: 'boolean', default: false, describe: 'For programs'},
	},
	async run({json}, surroundings) {
		const {examineHost} = await import('./examine-host.ts');
		return examineHost({json}, surroundings);
	},
});
