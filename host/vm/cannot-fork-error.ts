import {HarnessError} from '../harness-error.ts';

/** Guests boot here, but cannot be frozen and thawed: a plain boot is the way then. */
export class CannotForkError extends HarnessError {
	override readonly name = 'CannotForkError';
}
