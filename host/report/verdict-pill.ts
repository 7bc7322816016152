import type {ScenarioResult} from '../scenario/result.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/** A verdict as a coloured label of HTML: sign, word and colour say the same. */
export const verdictPill = (verdict: ScenarioResult['verdict']): string =>
	`<span class="pill ${verdictClass(verdict)}">${verdictSign(verdict)} ${verdictWord(verdict)}</span>`;

/** The class that gives a verdict's colour in our pages. */
export const verdictClass = (verdict: ScenarioResult['verdict']): string => verdict.replace(' ', '-');
