import type {ReportedCase} from '../report/reported-case.ts';
import {crowdSince} from '../wait/watch-crowd.ts';
import type {FailedStart} from './failed-start.ts';
import {openHolderPlace} from './holder-place.ts';
import {layPeerFolder} from './lay-peer-folder.ts';
import {ODD_KINDS, type OddKind, oddKindOf} from './odd-kind.ts';
import {outputCase} from './output-case.ts';
import {OutputMeter} from './output-meter.ts';
import {type Attempt, PeerTrial} from './peer-trial.ts';
import {type PeerVector, peerVectors} from './peer-vector.ts';
import {STARTS} from './pointless.ts';
import type {PeerTrialContext, TrackerPlace} from './serving-peer.ts';
import {asFreshCase, closesCase, type Ending, PEER_GROUP, type UsedOnly} from './trial-cases.ts';
import {tryFetches} from './try-fetches.ts';
import {tryHabits} from './try-habits.ts';

/**
Ask a peer for everything the vectors know, each on a connection of its own. What goes otherwise is asked again of a freshly started one, and that counts. Its folder is plain; odd things lie in it only for the vectors that need them.

@throws {ProgramError} If it does not build.
*/
export const tryPeer = async (given: PeerTrialContext): Promise<ReportedCase[]> => {
	const vectors = peerVectors();
	const isCrowded = crowdSince(given.waitedMs);
	await using started = new AsyncDisposableStack();
	const place = started.use(await openHolderPlace(given));
	const {tracker} = place;
	const meter = new OutputMeter();
	const {context, trial, first, byDefault} = await startTame(given, {started, tracker, meter, vectors});
	const found: Found = {cases: new Map(), endings: [], used: []};
	const start = async (kinds: readonly OddKind[]): Promise<FailedStart | undefined> => {
		await layPeerFolder(context.node, vectors, {kinds, signal: context.signal});
		return trial.startAnew();
	};
	const askAll = async (kinds: readonly (OddKind | undefined)[]): Promise<void> => {
		await askVectors(
			vectors.filter(vector => kinds.includes(oddKindOf(vector))),
			{trial, found},
		);
	};
	if (first === undefined) {
		await askAll([undefined]);
		// Most bear all of it at once; where one does not, it is found out which it is that it stumbles over.
		if (((await start(ODD_KINDS)) ?? (await trial.fails())) === undefined) {
			await askAll(ODD_KINDS);
		} else {
			for (const kind of ODD_KINDS) {
				const failed = (await start([kind])) ?? (await trial.fails());
				if (failed === undefined) {
					await askAll([kind]);
				} else {
					stumbles(vectors, kind, {failed, found});
				}
			}
		}
	}

	const cases = vectors.map(
		vector =>
			found.cases.get(vector.id) ?? {
				...caseHead(vector),
				verdict: 'not run' as const,
				because: first === undefined ? 'it did not come to serve again' : 'it did not come to serve',
				forfeited: true as const,
				lines: [],
			},
	);
	const {rule} = trial.connections;
	await trial[Symbol.asyncDispose]();
	const habits = first === undefined ? await tryHabits({context, tracker, meter}) : [];
	await place[Symbol.asyncDispose](); // A guest has one port for a tracker.
	const fetches = first === undefined ? await tryFetches(context, meter) : [];
	return [
		startCase(first),
		...byDefault,
		...cases,
		closesCase(found.endings),
		...(first === undefined ? [asFreshCase(found.used, {asked: found.cases.size, rule, isCrowded: isCrowded()})] : []),
		...habits,
		...fetches,
		outputCase(meter, OUTPUT),
	];
};

/** Start a peer in a plain folder; one that does not serve as it is, with what keeps it from playing evil. */
const startTame = async (
	given: PeerTrialContext,
	{
		started,
		tracker,
		meter,
		vectors,
	}: {
		readonly started: AsyncDisposableStack;
		readonly tracker: TrackerPlace;
		readonly meter: OutputMeter;
		readonly vectors: readonly PeerVector[];
	},
): Promise<{
	readonly context: PeerTrialContext;
	readonly trial: PeerTrial;
	readonly first: FailedStart | undefined;
	readonly byDefault: readonly ReportedCase[];
}> => {
	await layPeerFolder(given.node, vectors, {kinds: [], signal: given.signal});
	const startAs = async (context: PeerTrialContext) => {
		const trial = started.use(new PeerTrial(context, {tracker, meter}));
		const first = await trial.startAnew();
		return {context, trial, first, fails: first ?? (await trial.fails())};
	};
	const asIs = await startAs(given);
	if (asIs.first !== undefined || given.source.args !== undefined) {
		return {...asIs, byDefault: []};
	}

	if (asIs.fails !== undefined) {
		await asIs.trial[Symbol.asyncDispose]();
		const tame = await startAs({...given, source: {...given.source, args: TAME}});
		if (tame.fails === undefined) {
			return {
				...tame,
				byDefault: [{...BY_DEFAULT, verdict: 'fail', because: 'only with -b0 does it serve a plain file', lines: []}],
			};
		}

		await tame.trial[Symbol.asyncDispose]();
		const first = await asIs.trial.startAnew();
		return {...asIs, first, byDefault: []};
	}

	return {...asIs, byDefault: [{...BY_DEFAULT, verdict: 'pass', lines: []}]};
};

/** The original command line, and the mode that is none. */
const TAME = '-b0 -t{tracker} -d{dir} {files}';

const BY_DEFAULT = {
	id: '4/good-by-default',
	group: PEER_GROUP,
	title: 'Started as everybody starts it, it is no evil peer.',
	level: 'should',
	advice: `Its mode without -b is an evil one. The other cases of this section are tried with -b0; for the scenarios grade it with --args '${TAME}'.`,
} as const;

/** What is known so far. */
type Found = {
	readonly cases: Map<string, ReportedCase>;
	readonly endings: Ending[];
	readonly used: UsedOnly[];
};

/** Ask them in turn, until it does not come to serve again. */
const askVectors = async (
	vectors: readonly PeerVector[],
	{trial, found}: {readonly trial: PeerTrial; readonly found: Found},
): Promise<void> => {
	for (const vector of vectors) {
		const attempt = await trial.attempt(vector, {again: false});
		// Known to leave connections open, it is not started again for each of them.
		const isKnown = found.endings.filter(({isOpen}) => isOpen).length >= ENOUGH;
		const isOdd = attempt.complaint !== undefined || (attempt.isOpen && !isKnown);
		const failed = isOdd ? await trial.startAnew() : undefined;
		const counts = isOdd && failed === undefined ? await trial.attempt(vector, {again: true}) : attempt;
		enter(vector, counts, found);
		if (isOdd && counts.complaint === undefined && (attempt.complaint !== undefined || !counts.isOpen)) {
			const what = attempt.complaint?.what ?? 'left the connection open';
			found.used.push({id: vector.id, what, number: attempt.number});
			trial.connections.miss(attempt.number, {ago: 1});
		}

		if (failed !== undefined || (counts.died && (await trial.startAnew()) !== undefined)) {
			return;
		}
	}
};

/** Connections left open after which that is a habit. */
const ENOUGH = 3;

const enter = (vector: PeerVector, {complaint, lines, isOpen}: Attempt, {cases, endings}: Found): void => {
	cases.set(
		vector.id,
		complaint === undefined
			? {...caseHead(vector), verdict: 'pass', lines: []}
			: {...caseHead(vector), verdict: 'fail', because: `it ${complaint.what}`, lines, advice: complaint.advice},
	);
	const isUnanswered = complaint !== undefined && isOpen;
	if (vector.wants.kind !== 'patience' && !isUnanswered) {
		endings.push({id: vector.id, isOpen});
	}
};

/** It does not come to serve beside something in its folder: that fails what is about this thing, and nothing else. */
const stumbles = (
	vectors: readonly PeerVector[],
	kind: OddKind,
	{failed, found}: {readonly failed: FailedStart; readonly found: Found},
): void => {
	for (const vector of vectors.filter(one => oddKindOf(one) === kind)) {
		found.cases.set(vector.id, {
			...caseHead(vector),
			verdict: 'fail',
			because: `with ${kind} in its folder, it ${failed.because}`,
			lines: failed.lines,
			advice:
				'Read the folder name by name, and pass over what cannot be shared: no file, no name, no link ends the program.',
		});
	}
};

const caseHead = ({id, level, because}: PeerVector): Pick<ReportedCase, 'id' | 'group' | 'title' | 'level'> => ({
	id: `4/${id}`,
	group: PEER_GROUP,
	title: because,
	level: level === 'original' ? 'information' : level,
});

const startCase = (failed: FailedStart | undefined): ReportedCase => ({
	id: STARTS.peer,
	group: PEER_GROUP,
	title: 'It registers with a tracker and takes connections.',
	level: 'must',
	...(failed === undefined
		? {verdict: 'pass', lines: []}
		: {verdict: 'fail', because: `it ${failed.because}`, lines: failed.lines, advice: START_ADVICE}),
});

const OUTPUT = {id: '4/output', group: PEER_GROUP, title: 'What it prints while it serves has an end.'};

const START_ADVICE =
	'It was started with -tADDRESS:PORT and -dFOLDER (or by the --args given). Does it listen, connect to the tracker, read the greeting, say ADDR, and keep the connection?';
