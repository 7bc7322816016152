import {unquote} from '../../guest/protocol/quoting.ts';
import type {EventOf, HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';
import {endpointsIn} from './endpoints-in.ts';

/** What the harness itself asked the tracker (WHO, LIST, CHECKPEER) agrees with what happened until then. */
export const trackerTellsTheTruth: Check = {
	id: 'tracker-tells-the-truth',
	title: 'the tracker lists the peers that are there, and the files they have',
	level: 'must',
	advice: 'A peer is forgotten when its connection ends, in whatever way; its files go with it.',
	judge(history) {
		const exchanges = history
			.filter(event => event.type === 'exchange')
			.filter(({request}) => /^(?:WHO|LIST|CHECKPEER .*)$/.test(request));
		if (exchanges.length === 0) {
			return {verdict: 'unknown', because: 'the tracker was not asked'};
		}

		const lies = exchanges.flatMap(exchange => {
			const lie = lieIn(exchange, history);
			return lie === undefined ? [] : [{exchange, lie}];
		});
		return lies.length === 0
			? {verdict: 'pass', evidence: exchanges}
			: {
					verdict: 'fail',
					because: lies.map(({exchange, lie}) => `to ${exchange.request}: ${lie}`).join('; '),
					evidence: lies.map(({exchange}) => exchange),
					...lateIn(lies.map(({exchange: {at, seconds = 0}}) => ({from: at - seconds, to: at}))),
				};
	},
};

const lieIn = (exchange: EventOf<'exchange'>, history: readonly HistoryEvent[]): string | undefined => {
	const {request, data, codes, broken} = exchange;
	if (broken !== undefined) {
		return `no whole reply (${broken})`;
	}

	const before = history.slice(0, history.indexOf(exchange));
	const {here, gone} = peersOf(before);
	const [, , endpoint] = request.split(' ');
	if (endpoint !== undefined) {
		const says = codes.at(-1)?.startsWith('2') ?? false;
		return says === here.has(endpoint)
			? undefined
			: `it ${says ? 'knows' : 'does not know'} ${here.get(endpoint) ?? endpoint}`;
	}

	if (request === 'WHO') {
		const told = endpointsIn(data);
		const missing = [...here].filter(([at]) => !told.includes(at));
		const stale = [...gone].filter(([at]) => told.includes(at));
		const words = [
			...missing.map(([at, name]) => `${name} at ${at} is missing`),
			...stale.map(([at, name]) => `${name} at ${at} is gone, but listed`),
		];
		return words.length === 0 ? undefined : words.join(', ');
	}

	const listed = new Set(data.flatMap(line => (line.startsWith('FILE ') ? [unquote(line.slice(5).trim())] : [])));
	const missing = filesOf(before, new Set(here.values())).filter(file => !listed.has(file));
	return missing.length === 0 ? undefined : `${missing.join(', ')} is missing`;
};

/** Peers by endpoint: those that are ready and have not ended, and those that have. */
const peersOf = (
	history: readonly HistoryEvent[],
): {readonly here: ReadonlyMap<string, string>; readonly gone: ReadonlyMap<string, string>} => {
	const here = new Map<string, string>();
	const gone = new Map<string, string>();
	for (const event of history) {
		if (event.type === 'program-ready' && event.program === 'peer' && event.endpoint !== undefined) {
			here.set(event.endpoint, event.actor);
			gone.delete(event.endpoint);
		} else if (event.type === 'program-ended' && event.program === 'peer') {
			const [at] = [...here].find(([, actor]) => actor === event.actor) ?? [];
			if (at !== undefined) {
				here.delete(at);
				gone.set(at, event.actor);
			}
		}
	}

	return {here, gone};
};

/** Files that peers in this group shared before they were started, or fetched. */
const filesOf = (history: readonly HistoryEvent[], peers: ReadonlySet<string>): string[] => [
	...new Set(
		history.flatMap(event =>
			(event.type === 'shares' || (event.type === 'download-ended' && event.outcome === 'ok')) && peers.has(event.actor)
				? [event.file]
				: [],
		),
	),
];
