/** The judge first, beside what mostly waits: on a crowded machine a program that spins gets too little to be noticed. The image's build, which takes a processor for itself, comes when the judge is done. */
const FIRST = ['judge', 'twelve', 'vectors', 'try-peer', 'scenarios-on-processes', 'build'];

const rank = file => {
	const place = FIRST.findIndex(name => file.endsWith(`/${name}.slow.test.ts`));
	return place === -1 ? FIRST.length : place;
};

/** AVA's settings for the slow tests: all but the judge and the image's build wait more than they work. */
export default {
	files: ['{guest,image,host,scripts}/**/*.slow.test.ts'],
	extensions: ['ts'],
	concurrency: 2,
	timeout: '10m',
	sortTestFiles: (a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'),
};
