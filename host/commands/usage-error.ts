import {HarnessError} from '../harness-error.ts';

/** What was typed makes no sense; the message says which word, the hint what would. */
export class UsageError extends HarnessError {
	override readonly name = 'UsageError';
}
