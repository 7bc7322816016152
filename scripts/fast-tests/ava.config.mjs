/** AVA's settings for the groups that `writeGroups()` made. */
export default {
	files: ['dist/fast-tests/*.test.ts'],
	extensions: ['ts'],
	require: ['./scripts/fast-tests/name-tests.ts'],
	timeout: '60s',
};
