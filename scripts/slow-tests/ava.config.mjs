/** What takes longest, longest first: begun last, it would have the others wait. */
const LONGEST = ['judge', 'build', 'vectors', 'try-peer', 'scenarios-on-processes'];

const rank = file => {
	const place = LONGEST.findIndex(name => file.endsWith(`/${name}.slow.test.ts`));
	return place === -1 ? LONGEST.length : place;
};

/** AVA's settings for the slow tests: all but the judge and the image's build wait more than they work. */
export default {
	files: ['{guest,image,host,scripts}/**/*.slow.test.ts'],
	extensions: ['ts'],
	concurrency: 3,
	timeout: '10m',
	sortTestFiles: (a, b) => rank(a) - rank(b) || a.localeCompare(b),
};
