import type {Writable} from 'node:stream';

/** Most bytes kept for a reader that does not read; events beyond it are dropped and counted. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
Writes events as JSON, one a line, with the time. A stream that is stuck or broken never holds up the peer.

@param now - The time, for each event.
*/
export const eventWriter = <Event extends {readonly event: string}>(
	stream: Writable,
	{now}: {readonly now: () => Date},
): ((event: Event) => void) => {
	let dropped = 0;
	stream.off('error', goOn).on('error', goOn); // Once, however many write to it.
	return event => {
		if (stream.writableLength > MAX_WAITING_BYTES) {
			dropped++;
			return;
		}

		const time = now().toISOString();
		if (dropped > 0) {
			stream.write(
				`${JSON.stringify({event: 'warning', time, text: `${dropped} events were dropped: nobody read them`})}\n`,
			);
			dropped = 0;
		}

		const {event: type, ...facts} = event;
		stream.write(`${JSON.stringify({event: type, time, ...facts})}\n`);
	};
};

const goOn = (): void => undefined;
