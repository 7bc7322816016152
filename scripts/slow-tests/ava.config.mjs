import {alone} from '../alone-tests.ts';

/** What takes longest, first. */
const FIRST = ['build', 'vectors', 'soak', 'folder-trouble', 'try-peer', 'numbers', 'scenarios-on-processes'];

const rank = file => {
	const place = FIRST.findIndex(name => file.endsWith(`/${name}.slow.test.ts`));
	return place === -1 ? FIRST.length : place;
};

/** AVA's settings for the slow tests that may run beside others: all but the image's build wait more than they work. */
export default {
	files: ['{guest,image,host,scripts}/**/*.slow.test.ts', ...alone.map(pattern => `!${pattern}`)],
	extensions: ['ts'],
	concurrency: 3,
	timeout: '10m',
	sortTestFiles: (a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'),
};
