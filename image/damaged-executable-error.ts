import {ImageError} from './image-error.ts';

/** A program of ours is not as it was built. */
export class DamagedExecutableError extends ImageError {
	constructor(file: string) {
		super(`${file} has other bytes than were built`, {hint: 'Build it anew: npm run build -- --force'});
	}
}
