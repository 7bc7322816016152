import {connect} from 'node:net';

/*
Reads and throws away, where there is no C compiler for the reader of ceiling.c: the same words, the same answer.

	node throw-away-reader.ts PORT REQUEST TIMES
*/
const [, , port, request = '', times] = process.argv;
const startMs = performance.now();
let bytes = 0;
const read = async (): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<void>();
	const socket = connect({
		port: Number(port),
		host: '127.0.0.1',
		onread: {
			buffer: Buffer.allocUnsafeSlow(1024 * 1024),
			callback: got => {
				bytes += got;
				return true;
			},
		},
	});
	socket.on('error', () => undefined);
	socket.once('close', () => resolve());
	socket.write(request);
	await promise;
};

await Promise.all(Array.from({length: Number(times)}, read));
process.stdout.write(`${bytes} ${(performance.now() - startMs) / 1000}\n`);
