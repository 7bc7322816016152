import type {TrackerCase} from '../../guest/conformance/tracker-case.ts';
import type {ReportedCase} from '../report/reported-case.ts';

/** What the player of the vectors says of one of them. */
export type Answer = {
	readonly mismatch?: string;
	/** Where it went otherwise in a program that had served others, and rightly in a fresh one. */
	readonly whenUsed?: string;
	/** What was still listed afterwards: the rest of a sentence that begins with "it". */
	readonly left?: string;
};

/** What was seen between the vectors, since one program serves many: whether anything of one is left for the next. */
export const leftCases = (
	vectors: readonly TrackerCase[],
	answers: ReadonlyMap<string, Answer>,
): readonly ReportedCase[] => {
	const told = (binding: readonly TrackerCase[], what: (answer: Answer) => string | undefined): string[] =>
		binding.flatMap(({id}) => {
			const [first] = what(answers.get(id) ?? {})?.split('\n') ?? [];
			return first === undefined ? [] : [`${id}: ${first}`];
		});
	// Some habits of the original are to leave something.
	const lists = told(
		vectors.filter(({level}) => level !== 'original'),
		({left}) => left && `it ${left}`,
	);
	const differs = told(vectors, ({whenUsed}) => whenUsed);
	const played = vectors.some(({id}) => answers.has(id));
	const judged = (lines: readonly string[], because: string): Pick<ReportedCase, 'verdict' | 'because' | 'lines'> => {
		if (!played) {
			return {verdict: 'not run', because: 'no case was played', lines: []};
		}

		return lines.length === 0 ? {verdict: 'pass', lines: []} : {verdict: 'fail', because, lines: lines.slice(0, 20)};
	};
	return [
		{
			...HEAD,
			id: '2.5/nobody-left',
			title: 'When all its clients have left, it lists nobody and nothing any more.',
			level: 'should',
			...judged(lists, `it did so after ${lists.length} of the cases`),
			advice: 'Whatever ends a connection, take what was registered on it out of every list at once.',
		},
		{
			...HEAD,
			id: '2.5/as-fresh',
			title: 'Having served others, it answers as one that was freshly started.',
			level: 'information',
			...judged(
				differs,
				`${differs.length} of the cases went right only in a fresh one, which is what counts for them`,
			),
		},
	];
};

const HEAD = {group: 'protocol, section 2.5'} as const;
