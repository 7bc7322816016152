/** A program under test cannot even be made ready to start. A finding about the program, not a failure of the harness. */
export class ProgramError extends Error {
	override readonly name = 'ProgramError';
}
