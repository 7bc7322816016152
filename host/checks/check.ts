import type {HistoryEvent} from '../history/event.ts';
import type {Period} from './crowded.ts';

/** A claim about a run, judged afterwards over its history alone. Pure: the same history always gets the same judgement. */
export type Check = {
	/** Stable, kebab-case, unique: what reports, rubrics and denylists refer to. */
	readonly id: string;
	/** The claim, as a sentence that is true when the check passes. */
	readonly title: string;
	/** How binding: a broken `must` fails the run, a broken `should` is shown, `information` only tells. */
	readonly level: 'must' | 'should' | 'information';
	/** What a student may look at when it fails; plain words. */
	readonly advice?: string;
	/** It is about the run itself, not about what a program did: it earns no points. */
	readonly aboutRun?: true;
	readonly judge: (history: readonly HistoryEvent[]) => Judgement;
};

/** The three answers. `unknown` is reported as loudly as `fail`: a run in which nothing happened proves nothing. */
export type Judgement =
	| {readonly verdict: 'pass'; readonly evidence?: readonly HistoryEvent[]}
	| {
			readonly verdict: 'fail';
			readonly because: string;
			readonly evidence: readonly HistoryEvent[];
			/** Where all that is wrong is that something did not come in time: when it was waited for. On a crowded machine that is no failure. */
			readonly late?: readonly Period[];
	  }
	| {readonly verdict: 'unknown'; readonly because: string};

/** One answer to one check, as reports show it. */
export type Verdict = Judgement['verdict'];
