import {join} from 'node:path';
import type {Surroundings} from './surroundings.ts';

/** Where runs leave their marks while they go on: beside the temporary folders they make, so that whoever tidies those sees the marks too. */
export const marksFolder = ({temporaryFolder, uid}: Pick<Surroundings, 'temporaryFolder' | 'uid'>): string =>
	join(temporaryFolder, `osp2p-running-${uid ?? 'user'}`);
