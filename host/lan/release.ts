/**
Give the memory of a chunk that a socket read back to the system, now.

Each read has 64 KiB of its own outside the heap; left to the garbage collector, those of a busy network start a collection of the whole heap six times a second.

@param chunk - Nobody reads it any more, nor any part of it, a write that is under way included.
*/
export const release = (chunk: Buffer): void => {
	const {buffer} = chunk;
	// What lies in memory shared with others, as small buffers do, is not ours to give.
	if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.length) {
		buffer.transfer(0);
	}
};
