import {HarnessError} from '../harness-error.ts';
import type {Substrate} from './testbed.ts';

/** What the nodes are made from is damaged: nobody else is to blame for what went wrong. */
export class DamageError extends HarnessError {
	override readonly name = 'DamageError';
}

/**
Look into what the nodes are made from, because something did not go well.

@param instead - What would be told otherwise.
@throws {DamageError} If it is damaged.
*/
export const throwIfDamaged = async ({damage}: Pick<Substrate, 'damage'>, instead: string): Promise<void> => {
	const found = await damage?.();
	if (found !== undefined) {
		throw new DamageError(`No verdict: ${found}. So nobody is to blame that ${instead}.`, {
			hint: 'Run it again: what is damaged is made anew. If it happens again, look after the disk and the memory of this machine.',
		});
	}
};
