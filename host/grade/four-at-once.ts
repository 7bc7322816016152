import type {ReportedCase} from '../report/reported-case.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {crowdSince} from '../wait/watch-crowd.ts';
import {getFile} from '../wire/get-file.ts';
import {lastWords} from './failed-start.ts';
import {type Fetched, fetchFiles} from './fetch-files.ts';
import {openHolderPlace} from './holder-place.ts';
import type {OutputMeter} from './output-meter.ts';
import type {PeerTrialContext, ServingPeer} from './serving-peer.ts';

/** What is fetched at once. */
export const FOUR_FILES = [1, 2, 3, 4].map(n => ({name: `four${n}.jpg`, bytes: 30_000}));

const ADVICE =
	'Processes that share one connection to the tracker take the replies of each other: one asks for all, or each has its own.';

const HEAD = {group: 'protocol, section 4.3', level: 'must', advice: ADVICE} as const;

/** The two cases: of the control of all scenarios in which a peer fetches several files beside an attacker. */
export const FOUR_HEADS = [
	{
		...HEAD,
		id: '4.3/four-at-once',
		title: 'It fetches four files that stand on its command line, where nobody is evil.',
	},
	{...HEAD, id: '4.3/serves-after-four', title: 'When it has fetched four files, where nobody is evil, it serves.'},
] as const;

/** A race shows now and then. */
const TRIES = 4;

const ANSWER_MS = 10_000;

/**
Have a peer fetch four files, and then ask it for one, several times, each time freshly started: what goes wrong here is no attacker's doing, and "k of n" tells a race.
*/
export const fourAtOnce = async (
	context: PeerTrialContext,
	{
		meter,
		files,
		tookMs,
	}: {
		readonly meter: OutputMeter;
		readonly files: ReadonlyMap<string, Buffer>;
		/** How long it took for a small file. */
		readonly tookMs: number | undefined;
	},
): Promise<ReportedCase[]> => {
	await using at = await openHolderPlace(context, {files, aliases: ['holder']});
	const names = FOUR_FILES.map(({name}) => name);
	const fetched: Fetched[] = [];
	const served: Fetched[] = [];
	for (let attempt = 0; attempt < TRIES; attempt++) {
		const then = async (peer: ServingPeer): Promise<void> => void served.push(await ask(context, peer));
		fetched.push(await fetchFiles(names, {context, meter, files, tracker: at.tracker, tookMs, then}));
	}

	const nothing: Fetched = {verdict: 'not run', because: 'it fetched them in no try', lines: []};
	return [fetched, served].map((results, index) => ({
		...(FOUR_HEADS[index] ?? FOUR_HEADS[0]),
		...(results.length === 0 ? nothing : together(results)),
	}));
};

/** The worst of several tries, and how often it was so. */
export const together = (results: readonly Fetched[]): Fetched => {
	for (const verdict of ['fail', 'unknown'] as const) {
		const bad = results.filter(one => one.verdict === verdict);
		const [first] = bad;
		if (first !== undefined) {
			return {...first, because: `in ${bad.length} of ${results.length} tries ${first.because}`};
		}
	}

	return {verdict: 'pass', lines: []};
};

const ask = async (
	{node, pace, waitedMs, signal}: PeerTrialContext,
	{port, program}: ServingPeer,
): Promise<Fetched> => {
	const isCrowded = crowdSince(waitedMs);
	const [{name, bytes} = {name: '', bytes: 0}] = FOUR_FILES;
	const sent = await getFile(await node.reach(port, {signal}), name, {
		limit: timeoutWithoutSteal(ANSWER_MS, pace),
		whole: {bytes, limit: () => timeoutWithoutSteal(END_MS, pace)}, // The end is a claim of its own.
		signal,
	});
	if (sent.bytes >= bytes) {
		return {verdict: 'pass', lines: []};
	}

	const because = `it sent ${sent.bytes} bytes of ${name} within ${ANSWER_MS / 1000} s`;
	return isCrowded() && sent.bytes === 0
		? {verdict: 'unknown', because: `${because}; the machine was too crowded to tell whose fault that was`, lines: []}
		: {verdict: 'fail', because, lines: lastWords(program)};
};

const END_MS = 300;
