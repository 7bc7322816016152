import {fileURLToPath} from 'node:url';

/** The programs that guests of tests have, as `npm run build` makes them. */
export const executables = ['osppeer', 'osptracker'].map(name => ({
	name,
	path: fileURLToPath(new URL(`../../dist/${name}`, import.meta.url)),
}));
