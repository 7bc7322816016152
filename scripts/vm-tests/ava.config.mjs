/** What takes longest, longest first: begun last, it would have the machine idle. */
const LONGEST = ['network-mutants', 'scenarios', 'substrates-agree', 'hostile-submissions'];

const rank = file => {
	const place = LONGEST.findIndex(name => file.endsWith(`/${name}.test.ts`));
	return place === -1 ? LONGEST.length : place;
};

/**
AVA's settings for tests on virtual machines: two files at a time, since scenarios wait as much as they work. What measures the machine has it alone (host/test/alone).

Not `serial`, which would mean one file at a time: in each file the tests are serial themselves.
*/
export default {
	files: ['host/test/*.test.ts'],
	extensions: ['ts'],
	concurrency: 2,
	timeout: '10m',
	sortTestFiles: (a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'),
};
