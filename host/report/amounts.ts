/** A number of bytes as people read it: `0 B`, `640 B`, `64 KiB`, `1.2 MiB`. */
export const formatBytes = (bytes: number): string => {
	if (bytes < 1024) {
		return `${bytes} B`;
	}

	const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
	const amount = bytes / 1024 ** power;
	return `${amount < 9.95 ? amount.toFixed(1).replace(/\.0$/, '') : amount.toFixed(0)} ${units[power - 1]}`;
};

/** A length of time as people read it: `12 ms`, `3.4 s`, `2 min 05 s`. */
export const formatSeconds = (seconds: number): string => {
	if (seconds < 0.995) {
		return `${Math.round(seconds * 1000)} ms`;
	}

	if (seconds < 99.95) {
		return `${seconds.toFixed(1)} s`;
	}

	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};

/** A count with its noun: `1 file`, `3 files`. */
export const formatCount = (count: number, noun: string, plural = `${noun}s`): string =>
	`${count} ${count === 1 ? noun : plural}`;

const units = ['KiB', 'MiB', 'GiB', 'TiB'];
