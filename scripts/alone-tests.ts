/** Patterns of the tests that have the machine alone: what they measure, or what they take for the fault of a program, others beside them would change. */
export const alone: readonly string[] = [
	'host/test/alone/*.test.ts',
	'host/mutants/judge.slow.test.ts',
	'host/peers/*.slow.test.ts',
	'guest/peer/fairness.slow.test.ts',
	'host/testbed/own-crowd.slow.test.ts',
];
