import {HarnessError} from '../harness-error.ts';

/** A guest did not come up, or died on the way. */
export class BootError extends HarnessError {
	override readonly name = 'BootError';

	/**
	@param what - What happened, as the rest of a sentence that begins with the guest's name: `did not show … within 60 s`.
	@param lastLines - The end of what tells most about it: the console's, or QEMU's own words.
	*/
	constructor(
		vm: string,
		what: string,
		{
			lastLines,
			consoleLog,
			cause,
		}: {readonly lastLines: readonly string[]; readonly consoleLog: string; readonly cause?: unknown},
	) {
		const end =
			lastLines.length === 0
				? ' It said nothing.'
				: ` It ended with:\n${lastLines.map(line => `  ${line}`).join('\n')}`;
		super(`The virtual machine "${vm}" ${what}.${end}`, {
			hint: `The whole console is in ${consoleLog}. \`scripts/osp2p doctor\` tells whether guests can run here at all.`,
			cause,
		});
	}
}
