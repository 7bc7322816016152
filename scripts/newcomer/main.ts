import {parseArgs} from 'node:util';
import {HarnessError} from '../../host/harness-error.ts';
import {makeBareSystem} from './bare-system.ts';
import {succeeded, takeFirstSteps} from './first-steps.ts';
import {networkSettings} from './network-settings.ts';

/*
What a newcomer sees: README's two commands on a bare Debian, from a fresh clone of this commit and with nothing cached.

	npm run test:newcomer [-- --suite bookworm|trixie|forky] [--as root|user] [--run './run-good']

Each option may be given several times; without them all four of bookworm and trixie, root and user, are tried.
Made by root in a folder for temporary files ($TMPDIR), which is removed. Ends with 0 when all succeeded, 1 when one did not, 3 when it could not be tried.
*/
const {values: options} = parseArgs({
	options: {
		suite: {type: 'string', multiple: true, default: ['bookworm', 'trixie']},
		as: {type: 'string', multiple: true, default: ['root', 'user']},
		run: {type: 'string', multiple: true, default: ['./run-good', './run-bad']},
	},
});
const interrupt = new AbortController();
for (const [name, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	process.once(name, () => {
		process.exitCode = code;
		interrupt.abort(new Error(`ended by ${name}`));
	});
}

const {signal} = interrupt;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const outcomes: string[] = [];
try {
	for (const suite of options.suite) {
		for (const as of options.as) {
			if (as !== 'root' && as !== 'user') {
				throw new HarnessError(`Nobody is called "${as}".`, {hint: 'Say --as root or --as user.'});
			}

			await tryOne(suite, as);
		}
	}

	print(`\n${outcomes.join('\n')}`);
} catch (error) {
	if (!signal.aborted) {
		process.exitCode = 3;
		const isExpected = error instanceof HarnessError;
		print(isExpected ? `${error.message}\n${error.hint ?? ''}` : `this is a bug of OSP2P: ${(error as Error).stack}`);
	}
}

async function tryOne(suite: string, as: 'root' | 'user'): Promise<void> {
	print(`\n# Debian ${suite}, as ${as}`);
	const startedMs = performance.now();
	const settings = await networkSettings(suite, {signal});
	await using system = await makeBareSystem(suite, {settings, signal, onLine: print});
	const madeSeconds = (performance.now() - startedMs) / 1000;
	const steps = await takeFirstSteps(system, {as, commands: options.run, signal, onLine: print});
	const isFine = succeeded(steps, options.run);
	process.exitCode ||= isFine ? 0 : 1;
	outcomes.push(
		`${isFine ? '✔' : '✘'} Debian ${suite}, as ${as} (the bare system itself took ${madeSeconds.toFixed(0)} s)`,
		...steps.map(
			({command, exitCode, seconds}) =>
				`  ${seconds.toFixed(1).padStart(7)} s  exit code ${exitCode ?? 'none'}  ${command}`,
		),
	);
	print(outcomes.slice(-steps.length - 1).join('\n'));
}
