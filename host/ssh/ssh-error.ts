import {HarnessError} from '../harness-error.ts';

/** A guest could not be reached over SSH, or broke off. */
export class SshError extends HarnessError {
	override readonly name = 'SshError';
}
