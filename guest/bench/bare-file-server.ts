import {closeSync, openSync, read} from 'node:fs';
import {createServer} from 'node:net';

/*
The ceiling for Node: answers every connection with one file, read and written 256 KiB at a time, and nothing else.

	node bare-file-server.ts FILE
*/
const [, , path = ''] = process.argv;
const server = createServer(socket => {
	socket.on('error', () => undefined);
	socket.once('data', () => {
		const file = openSync(path, 'r');
		const piece = Buffer.allocUnsafeSlow(256 * 1024);
		const next = (at: number): void => {
			read(file, piece, 0, piece.length, at, (_, bytes) => {
				if (bytes === 0 || socket.destroyed) {
					closeSync(file);
					socket.end();
				} else {
					socket.write(piece.subarray(0, bytes), () => next(at + bytes));
				}
			});
		};
		next(0);
	});
});
server.listen(0, '127.0.0.1', () => {
	const bound = server.address();
	process.stdout.write(`listening on 127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}\n`);
});
