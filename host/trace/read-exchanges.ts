import type {Flow} from '../lan/flow.ts';
import {FlowTable} from '../lan/flow-table.ts';
import {macAt} from '../lan/mac-table.ts';
import type {CapturedPacket} from '../lan/read-pcapng.ts';
import {formatIp, parseTcpSegment} from '../lan/tcp-segment.ts';
import type {TracedExchange} from './exchange.ts';
import {ExchangeReader} from './exchange-reader.ts';

/** What a capture shows: who said what to whom, in order of time, and the connections it was said on. */
export type Conversation = {
	/** When the first packet was seen, in microseconds since 1970. */
	readonly startedUs: number;
	readonly exchanges: readonly TracedExchange[];
	readonly flows: readonly Flow[];
};

/** Read a capture of a whole network. A frame counts once, as it was sent; what faults then made of it is not read. */
export const readExchanges = (packets: Iterable<CapturedPacket>): Conversation => {
	const readers = new Map<Flow, ExchangeReader>();
	const homes = new Map<number, string>();
	let startedUs = 0;
	let at = 0;
	const flows = new FlowTable({
		tell(event) {
			if (event.type === 'line') {
				readerOf(event.flow).take(event, at);
			}
		},
	});
	const readerOf = (flow: Flow): ExchangeReader => {
		const reader = readers.get(flow) ?? new ExchangeReader(flow, flow.openedMs / 1000);
		readers.set(flow, reader);
		return reader;
	};

	for (const {interfaceName, microseconds, bytes, comment} of packets) {
		startedUs ||= microseconds;
		at = (microseconds - startedUs) / 1e6;
		if (bytes.length < 14) {
			continue;
		}

		// What the network made itself is on the link it went to, in the name of another.
		if (!comment?.endsWith(': made by the network')) {
			homes.set(macAt(bytes, 6), interfaceName);
		}

		const segment = parseTcpSegment(bytes, 0, bytes.length);
		if (segment !== undefined) {
			const side = flows.see(segment, bytes, at * 1000, homes.get(macAt(bytes, 6)) ?? '', homes.get(macAt(bytes, 0)));
			readerOf(side.flow);
		}
	}

	for (const {request, answer} of readers.keys()) {
		request.from.name ||= formatIp(request.from.ip);
		answer.from.name ||= formatIp(answer.from.ip);
	}

	const exchanges = [...readers.values()]
		.flatMap(reader => reader.finish())
		.toSorted((left, right) => left.at - right.at);
	return {startedUs, exchanges, flows: [...readers.keys()]};
};
