import type {ReportedCase} from '../report/reported-case.ts';
import {fileContents} from '../scenario/file-contents.ts';
import {fetchFiles} from './fetch-files.ts';
import {FOUR_FILES, FOUR_HEADS, fourAtOnce} from './four-at-once.ts';
import {openHolderPlace} from './holder-place.ts';
import type {OutputMeter} from './output-meter.ts';
import type {PeerTrialContext} from './serving-peer.ts';
import {sizeName, TRIED_SIZES} from './tried-sizes.ts';

/** What a peer is asked to fetch, on a program of its own, from sound peers. */
type Fetch = Pick<ReportedCase, 'id' | 'title' | 'level' | 'advice'> & {readonly files: readonly string[]};

/** Fetching, each property by itself: sizes, several files at once, long replies, an alias with a blank. Everybody else is sound. */
export const tryFetches = async (context: PeerTrialContext, meter: OutputMeter): Promise<ReportedCase[]> => {
	const files = new Map<string, Buffer>();
	for (const {name, bytes} of [...TRIED_SIZES.map(one => ({...one, name: sizeName(one)})), ...FOUR_FILES]) {
		const contents = await fileContents(name, {kib: Math.ceil(bytes / 1024)}, {seed: 1});
		files.set(name, contents.subarray(0, bytes));
	}

	let tookMs: number | undefined;
	const fetchAll = async (fetches: readonly Fetch[], place: Parameters<typeof openHolderPlace>[1]) => {
		await using at = await openHolderPlace(context, {files, ...place});
		const cases: ReportedCase[] = [];
		for (const fetch of fetches) {
			const startedMs = performance.now();
			cases.push({
				...headOf(fetch),
				...(await fetchFiles(fetch.files, {context, meter, files, tracker: at.tracker, tookMs})),
			});
			tookMs ??= performance.now() - startedMs;
		}

		return cases;
	};
	const plain = await fetchAll([BASIC], {aliases: ['holder']});
	const others = [...SIZES, LONG_REPLY, LONG_ALIASES, BLANK_ALIAS];
	if (plain[0]?.verdict !== 'pass') {
		const because = `it did not fetch ${sizeName(BASIC_SIZE)} either`;
		return [
			...plain,
			...[...others.map(headOf), ...FOUR_HEADS].map(head => ({
				...head,
				verdict: 'not run' as const,
				because,
				lines: [],
			})),
		];
	}

	const small = new Map([...files].filter(([name]) => name === sizeName(BASIC_SIZE)));
	return [
		...plain,
		...(await fetchAll(SIZES, {aliases: ['holder']})),
		...(await fourAtOnce(context, {meter, files, tookMs})),
		...(await fetchAll([LONG_REPLY], {files: small, aliases: ['holder'], flags: ['-f']})),
		...(await fetchAll([LONG_ALIASES], {files: small, aliases: ['holder', 'a'.repeat(2047), 'b'.repeat(2047)]})),
		...(await fetchAll([BLANK_ALIAS], {files: small, aliases: ['two words']})),
	];
};

const [BASIC_SIZE, ...LARGER] = TRIED_SIZES;

const BASIC: Fetch = {
	id: `fetches-${BASIC_SIZE.id}`,
	title: `It fetches a file of ${BASIC_SIZE.title} from a peer that has it.`,
	level: BASIC_SIZE.level,
	files: [sizeName(BASIC_SIZE)],
	advice:
		'Does it ask the tracker (WANT), connect to the peer of the reply, send GET, and write what comes until the end?',
};

const SIZES = LARGER.map(
	(size): Fetch => ({
		id: `fetches-${size.id}`,
		title: `It fetches a file of ${size.title}.`,
		level: size.level,
		files: [sizeName(size)],
		advice:
			'Read in a loop until the end of the connection, and write what came; a buffer for a whole file is a limit.',
	}),
);

const ONE = [sizeName(BASIC_SIZE)];

const LONG_REPLY: Fetch = {
	id: 'reply-of-8-kib',
	title: 'A reply of 250 peers that are not there, and one that is, is read whole.',
	level: 'should',
	files: ONE,
	advice: 'A reply has no limit of 4096 bytes: let the buffer grow, or look at each line when it has come.',
};

const LONG_ALIASES: Fetch = {
	id: 'reply-of-4-kib',
	title: 'A reply with two aliases of 2047 bytes is read whole.',
	level: 'should',
	files: ONE,
	advice: 'A line may be 4096 bytes long, and a reply longer: check the length of every buffer an alias is copied to.',
};

const BLANK_ALIAS: Fetch = {
	id: 'alias-with-a-blank',
	title: 'An alias with a (quoted) blank is an alias.',
	level: 'must',
	files: ONE,
	advice: 'Split the line at its blanks first; only then unquote %XX.',
};

const headOf = ({files: _, ...head}: Fetch) => ({...head, id: `4.3/${head.id}`, group: 'protocol, section 4.3'});
