import {quote, unquote} from '../../guest/protocol/quoting.ts';
import type {EventOf} from '../history/event.ts';
import type {Flow} from '../lan/flow.ts';

/** A transfer as a history records it. */
export type Transfer = Omit<EventOf<'transfer'>, 'at'>;

/**
Who served which file to whom, from the connections on which it was asked for: true for any program, since the wire does not rely on what they say.

`bytes` is what the server sent; a fault behind the switch may have kept part of it from its receiver.
*/
export const transfersOf = (flows: Iterable<Flow>): Transfer[] => [...flows].flatMap(flow => transferOf(flow) ?? []);

/** The transfer on one connection, if a file was asked for on it. */
const transferOf = ({request, answer, openedMs}: Flow): Transfer | undefined => {
	const [, word] = /^GET\s+(\S+)/.exec(request.firstLine ?? '') ?? [];
	if (word === undefined) {
		return undefined;
	}

	return {
		type: 'transfer',
		from: answer.from.name,
		to: request.from.name,
		file: unquote(word),
		bytes: answer.bytes,
		seconds: answer.lastPayloadMs === undefined ? 0 : Math.round(answer.lastPayloadMs - openedMs) / 1000,
		// Any error is an end without a byte (docs/protocol.md, section 4.1): then nothing was transferred.
		whole: answer.isFinished && !answer.isReset && !request.isReset && answer.bytes > 0,
	};
};

/** A transfer in words: `seed1 → alice  cat.jpg  65536 bytes in 0.14 s`. */
export const formatTransfer = ({from, to, file, bytes, seconds, whole}: Transfer): string =>
	`${from} → ${to}  ${quote(file)}  ${bytes} bytes in ${seconds.toFixed(2)} s${whole ? '' : ', broken off'}`;
