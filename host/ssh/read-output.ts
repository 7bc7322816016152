import type {Readable} from 'node:stream';

/**
The chunks of a command's output.

Not `for await` over the channel itself: that destroys it at the end of the output, which for ssh2 means to close the channel, and the exit code, which may come later, would be lost.
*/
export const readOutput = (output: Readable): AsyncIterable<Buffer> => output.iterator({destroyOnReturn: false});
