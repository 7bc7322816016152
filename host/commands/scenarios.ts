import {command} from './command.ts';

/** `scenarios`: what can be run. */
export const scenariosCommand = command({
	usage: 'scenarios',
	summary: 'List what can be run, and the damage each is about',
	positionals: {},
	flags: {json: {type: 'boolean', default: false, describe: 'For programs'}},
	async run({json}, {print, colours}) {
		const [{allScenarios}, {scenarioList, scenarioListJson}, {paintFor}] = await Promise.all([
			import('./all-scenarios.ts'),
			import('./scenario-list.ts'),
			import('../report/paint.ts'),
		]);
		const scenarios = await allScenarios();
		print(json ? scenarioListJson(scenarios) : scenarioList(scenarios, paintFor({colours})));
		return 0;
	},
});
