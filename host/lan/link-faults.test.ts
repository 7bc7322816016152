import test from 'ava';
import {describeFaults, type LinkFaults} from './link-faults.ts';

const reads = test.macro({
	title: (_, faults: LinkFaults, words: readonly string[]) =>
		words.length === 0 ? `${JSON.stringify(faults)} is no fault` : `"this link ${words.join('", "this link ')}"`,
	exec(t, faults: LinkFaults, words: readonly string[]) {
		t.deepEqual([...describeFaults(faults).values()], words);
	},
});

test(reads, {}, []);
test(reads, {lossShare: 0, duplicateShare: 0, delayMs: 0, cut: false}, []);
test(reads, {cut: true}, ['is cut']);
test(reads, {lossShare: 0.025}, ['loses 2.5% of frames']);
test(reads, {delayMs: 40}, ['delays by 40 ms']);
test(reads, {delayMs: 40, jitterMs: 10}, ['delays by 40 ms ± 10 ms']);
test(reads, {bytesPerSecond: 1000}, ['passes 1000 bytes a second']);
test(reads, {duplicateShare: 1}, ['doubles 100% of frames']);
test(reads, {reorderShare: 0.1}, ['lets others overtake 10% of frames']);
test(reads, {corruptShare: 1 / 3}, ['changes a byte in 33.333% of frames, checksum wrong']);
test(reads, {corruptShare: 0.5, checksum: 'mended'}, ['changes a byte in 50% of frames, checksum mended']);
test(reads, {stall: true}, ['passes no payload, connections stay open']);
test(reads, {reset: true}, ['resets connections that carry payload']);
test(reads, {sliceBytes: 7}, ['slices segments into 7 bytes']);
test(reads, {limitBytes: 99}, ['passes 99 bytes of a connection, then cut']);
test(reads, {limitBytes: 99, afterLimit: 'reset'}, ['passes 99 bytes of a connection, then reset']);
test(reads, {closeDelayMs: 5}, ['holds the end of a connection back for 5 ms']);
test(reads, {delayMs: 1, lossShare: 0.5}, ['loses 50% of frames', 'delays by 1 ms']);
