import type {Claim} from '../../guest/claims/claim.ts';
import {claimsOf} from '../../guest/claims/claims-of.ts';
import {attackStruck} from './attack-struck.ts';
import type {Check} from './check.ts';
import {cleansUpAfterAttack} from './cleans-up-after-attack.ts';
import {leaksNothing} from './leaks-nothing.ts';
import {nothingPartialKept} from './nothing-partial-kept.ts';
import {programsStayUp} from './programs-stay-up.ts';
import {rightFilesDespiteAttack} from './right-files-despite-attack.ts';
import {rightFilesOrNone} from './right-files-or-none.ts';
import {servesThroughAttack} from './serves-through-attack.ts';
import {staysWithinLimits} from './stays-within-limits.ts';
import {trackerAnswersThroughAttack} from './tracker-answers-through-attack.ts';
import {trackerBoundsClaims} from './tracker-bounds-claims.ts';
import {trackerNamesNoStrangers} from './tracker-names-no-strangers.ts';
import {trackerTellsTheTruth} from './tracker-tells-the-truth.ts';

/** What is judged in the scenario of an attack: that it met its victim, and each claim of guest/claims, whose words the catalogue prints. */
export const checksOf = (attack: string): readonly Check[] => [
	attackStruck,
	...(Object.keys(claimsOf(attack).claims) as Claim[]).map(claim => CHECKS[claim]),
];

const CHECKS: Readonly<Record<Claim, Check>> = {
	lives: programsStayUp,
	'gets-files': rightFilesDespiteAttack,
	'gets-right-files-or-none': rightFilesOrNone,
	'keeps-nothing': nothingPartialKept,
	serves: servesThroughAttack,
	'leaks-nothing': leaksNothing,
	'needs-little': staysWithinLimits,
	'cleans-up': cleansUpAfterAttack,
	answers: trackerAnswersThroughAttack,
	'tells-the-truth': trackerTellsTheTruth,
	'names-no-strangers': trackerNamesNoStrangers,
	'bounds-claims': trackerBoundsClaims,
};
