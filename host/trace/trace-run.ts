import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {HarnessError} from '../harness-error.ts';
import type {HistoryEvent} from '../history/event.ts';
import {parseHistory} from '../history/history-file.ts';
import type {Flow} from '../lan/flow.ts';
import {FlowTable} from '../lan/flow-table.ts';
import {macAt} from '../lan/mac-table.ts';
import {LAN_CAPTURE} from '../lan/network-record.ts';
import {type CapturedPacket, readPcapng} from '../lan/read-pcapng.ts';
import {formatIp, parseTcpSegment} from '../lan/tcp-segment.ts';
import type {TracedExchange} from './exchange.ts';
import {ExchangeReader} from './exchange-reader.ts';
import {type Transfer, transfersOf} from './transfers.ts';

/** What happened in a run, in order: what was said on the wire, and what the harness and the programs told. Plain JSON. */
export type Trace = {
	readonly schemaVersion: 1;
	readonly folder: string;
	/** In seconds from the run's start. */
	readonly entries: readonly TraceEntry[];
	/** Who served which file to whom. */
	readonly transfers: readonly Transfer[];
	/** What is missing, and why, in words. */
	readonly notes: readonly string[];
};

export type TraceEntry =
	| {readonly type: 'exchange'; readonly at: number; readonly exchange: TracedExchange}
	| {readonly type: 'happening'; readonly at: number; readonly happening: HistoryEvent};

/**
Read a run's folder: the capture of its network, and its history.

@throws {HarnessError} If it holds neither.
*/
export const traceRun = async (folder: string): Promise<Trace> => {
	const capture = await readIfThere(join(folder, LAN_CAPTURE));
	const history = await readHistory(folder);
	if (capture === undefined && history === undefined) {
		throw new HarnessError(`${folder} is no folder of a run.`, {
			hint: `It holds neither ${LAN_CAPTURE} nor history.ndjson. Try runs/latest.`,
		});
	}

	const happenings = (history ?? []).map((happening): TraceEntry => ({type: 'happening', at: happening.at, happening}));
	if (capture === undefined) {
		const because = `There is no ${LAN_CAPTURE}: nothing crossed a network of ours, as in a run of plain processes.`;
		return {schemaVersion: 1, folder, entries: happenings, transfers: [], notes: [because]};
	}

	const {startedUs, exchanges, flows} = readExchanges(readPcapng(capture));
	const offset = startedUs / 1e6 - ((await startOf(folder)) ?? startedUs / 1e6);
	const said = exchanges.map((exchange): TraceEntry => ({type: 'exchange', at: exchange.at + offset, exchange}));
	return {
		schemaVersion: 1,
		folder,
		entries: [...happenings, ...said].toSorted((left, right) => left.at - right.at),
		transfers: transfersOf(flows),
		notes:
			history === undefined ? ['There is no history.ndjson: only the wire is shown, from its first frame on.'] : [],
	};
};

const readIfThere = async (path: string): Promise<Buffer | undefined> => {
	try {
		return await readFile(path);
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return undefined;
		}

		throw error;
	}
};

const readHistory = async (folder: string): Promise<HistoryEvent[] | undefined> => {
	const text = (await readIfThere(join(folder, 'history.ndjson')))?.toString();
	return text === undefined ? undefined : parseHistory(text);
};

/** When the run began, in seconds since 1970: as its results say, or, without them, when its history was begun. */
const startOf = async (folder: string): Promise<number | undefined> => {
	const text = (await readIfThere(join(folder, 'results.json')))?.toString();
	const startedAt: unknown = text === undefined ? undefined : JSON.parse(text).startedAt;
	if (typeof startedAt === 'string') {
		return Date.parse(startedAt) / 1000;
	}

	const begunMs = await stat(join(folder, 'history.ndjson')).then(
		({birthtimeMs}) => birthtimeMs,
		() => 0,
	);
	return begunMs === 0 ? undefined : begunMs / 1000; // Not every file system remembers births.
};

/** What a capture shows: who said what to whom, in order of time, and the connections it was said on. */
type Conversation = {
	/** When the first packet was seen, in microseconds since 1970. */
	readonly startedUs: number;
	readonly exchanges: readonly TracedExchange[];
	readonly flows: readonly Flow[];
};

/** Read a capture of a whole network. A frame counts once, as it was sent; what faults then made of it is not read. */
const readExchanges = (packets: Iterable<CapturedPacket>): Conversation => {
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
