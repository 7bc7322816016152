/**
Judge every so often whether somebody is too slow, and each time only after everything was read that has come.

When the whole program stood still (a starved guest, a machine asleep) its timers fire before its sockets are read: whoever sent all the while would be taken for silent.

@returns Disposing it ends it: there is no judgement afterwards.
*/
export const judgeEvery = (everyMs: number, judge: () => void): Disposable => {
	let due: NodeJS.Immediate | undefined;
	const timer = setInterval(() => {
		clearImmediate(due);
		due = setImmediate(judge);
	}, everyMs);
	return {
		[Symbol.dispose]() {
			clearInterval(timer);
			clearImmediate(due);
		},
	};
};
