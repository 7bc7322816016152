import {connect, type Socket} from 'node:net';
import {FrameSplitter, PREFIX_BYTES} from '../lan/frame-splitter.ts';
import {BATCH_FRAMES, type FloodTask, fullFrame, greeting} from './flood-task.ts';

const tell = (message: unknown): void => {
	process.send?.(message);
};

const told = (): Promise<void> =>
	new Promise(resolve => {
		process.once('message', () => resolve());
	});

const receive = (path: string, bytes: number, onPlugged: (socket: Socket) => void): void => {
	let got = 0;
	let firstMs = 0;
	const buffer = Buffer.allocUnsafe(1024 * 1024);
	const callback = (count: number): boolean => {
		firstMs ||= count > 1000 ? performance.now() : 0;
		got += firstMs === 0 ? 0 : count;
		if (got >= bytes) {
			tell((performance.now() - firstMs) / 1000);
		}

		return true;
	};

	const socket = connect({path, onread: {buffer, callback}}, () => onPlugged(socket));
};

const send = async (socket: Socket, batch: Buffer, batches: number): Promise<void> => {
	for (let sent = 0; sent < batches; sent++) {
		if (!socket.write(batch)) {
			await new Promise(resolve => socket.once('drain', resolve));
		}
	}
};

/** A frame with its length, from whom it was for to whom it was from. */
const turnedRound = (buffer: Buffer, start: number, end: number): Buffer => {
	const frame = Buffer.from(buffer.subarray(start - PREFIX_BYTES, end));
	buffer.copy(frame, PREFIX_BYTES, start + 6, start + 12);
	buffer.copy(frame, PREFIX_BYTES + 6, start, start + 6);
	return frame;
};

const perform = (task: FloodTask): void => {
	const plugged = (socket: Socket) => {
		socket.write(greeting(task.station));
		tell('plugged');
	};

	if (task.role === 'receive') {
		receive(task.path, task.bytes, plugged);
		return;
	}

	const socket = connect(task.path, () => plugged(socket));
	if (task.role === 'echo') {
		const splitter = new FrameSplitter();
		socket.on('data', (chunk: Buffer) =>
			splitter.push(chunk, (buffer, start, end) => socket.write(turnedRound(buffer, start, end))),
		);
		return;
	}

	socket.resume();
	const batch = Buffer.concat(
		Array.from({length: BATCH_FRAMES}, (_, index) => fullFrame(task.station, task.to, index)),
	);
	void told().then(() => send(socket, batch, task.batches));
};

process.once('disconnect', () => process.exit());
perform(JSON.parse(process.argv[2] ?? ''));
