import {resolve} from 'node:path';
import {command} from './command.ts';

/** `trace RUN`: what was said on the wire, in order. */
export const traceCommand = command({
	usage: 'trace [run]',
	summary: 'Show what was said on the wire of a run, request by request',
	positionals: {
		run: {type: 'string', default: 'runs/latest', describe: "The run's folder"},
	},
	flags: {json: {type: 'boolean', default: false, describe: 'For programs'}},
	async run({run, json}, {print, workingFolder}) {
		const [{traceRun}, {formatTrace}] = await Promise.all([
			import('../trace/trace-run.ts'),
			import('../trace/format-trace.ts'),
		]);
		const trace = await traceRun(resolve(workingFolder, run));
		const text = json ? JSON.stringify(trace, undefined, '\t') : formatTrace(trace);
		print(`${text.trimEnd()}\n`);
		return 0;
	},
});
