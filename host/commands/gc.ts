import {command} from './command.ts';

/** `gc`: takes away what an earlier run left. */
export const gcCommand = command({
	usage: 'gc',
	summary: 'Stop and remove what an earlier run left: processes, temporary folders, half-built images',
	positionals: {},
	flags: {'dry-run': {type: 'boolean', default: false, describe: 'Only say what would be done'}},
	async run({'dry-run': dryRun}, surroundings) {
		const {collectGarbage} = await import('./collect-garbage.ts');
		return collectGarbage({dryRun}, surroundings);
	},
});
