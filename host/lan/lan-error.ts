import {HarnessError} from '../harness-error.ts';

/** The network was asked for something it cannot do: an unknown port, a share over 1, groups that overlap. */
export class LanError extends HarnessError {
	override readonly name = 'LanError';
}
