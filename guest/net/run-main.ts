import {setFlagsFromString, startupSnapshot} from 'node:v8';

/**
Run a program's main function: at once, or, while its executable is being made, whenever that will be started. An executable holds the program's memory as it was when all its modules had been loaded: each start saves loading them (scripts/build.ts).

What a module does while it is loaded is done once, on the machine that makes the executable. So it must not look at arguments, environment, clock or streams: only what `main` calls may.

`OSP2P_V8_FLAGS` is for machines on which compiled code is dear, such as emulated ones (docs/vm.md).

@param needed - Modules of Node that each start loads. With other flags than it was built with, V8 compiles them anew instead of taking what Node brings compiled, so they are loaded before.
*/
export const runMain = (needed: readonly string[], main: () => Promise<void>): void => {
	if (startupSnapshot.isBuildingSnapshot()) {
		startupSnapshot.setDeserializeMainFunction(() => start(needed, main));
	} else {
		start(needed, main);
	}
};

const start = (needed: readonly string[], main: () => Promise<void>): void => {
	const flags = process.env['OSP2P_V8_FLAGS'];
	if (flags !== undefined) {
		for (const module of needed) {
			process.getBuiltinModule(module);
		}

		setFlagsFromString(flags);
	}

	void main();
};
