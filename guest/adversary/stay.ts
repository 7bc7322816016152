import type {Scene} from './attack.ts';
import {pause} from './wire.ts';

/** Stay where everybody can see it, for so many milliseconds at most: the last blow is struck. It is told, so that who has seen enough need not wait. */
export const stay = async (
	attack: string,
	ms: number,
	{emit, signal}: Pick<Scene, 'emit' | 'signal'>,
): Promise<void> => {
	emit({event: 'staying', attack});
	await pause(ms, signal);
};
