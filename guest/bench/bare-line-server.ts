import {createServer} from 'node:net';

/*
The ceiling for a tracker in Node: takes lines, answers each with one fixed line, knows nothing. A program of its own, so that both are measured from outside.
*/
const reply = '300 Nobody offers that file.\n';

const server = createServer({noDelay: true}, socket => {
	let rest = '';
	socket.write('200 Go ahead.\n');
	socket.setEncoding('latin1');
	socket.on('error', () => {});
	socket.on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		let replies = '';
		for (const line of lines) {
			replies += line === '' ? '' : reply;
		}

		socket.write(replies, 'latin1');
	});
});
server.listen({host: '127.0.0.1', port: 0, backlog: 4096}, () => {
	const address = server.address();
	process.stdout.write(`bare: listening on 127.0.0.1:${typeof address === 'object' && address?.port}\n`);
});
