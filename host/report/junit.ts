import {escapeXml} from './escape-xml.ts';
import type {ReportedCase} from './reported-case.ts';

/**
A JUnit report, as CI servers read it. A broken `must` is a failure and an undecided one an error; what is broken below `must` is shown as skipped, since it does not fail the run.

@param cases - Of any number of scenarios; each group becomes a suite.
*/
export const junitXml = (name: string, cases: readonly ReportedCase[]): string =>
	[
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="${escapeXml(name)}" ${counts(cases)}>`,
		...[...Map.groupBy(cases, ({group}) => group)].flatMap(([group, theirs]) => [
			`\t<testsuite name="${escapeXml(group)}" ${counts(theirs)}>`,
			...withNamesOfTheirOwn(theirs).map(one => testCase(one)),
			'\t</testsuite>',
		]),
		'</testsuites>',
		'',
	].join('\n');

/** Of several cases of one name, CI servers show one: the later ones are numbered. */
const withNamesOfTheirOwn = (cases: readonly ReportedCase[]): ReportedCase[] => {
	const taken = new Set(cases.map(({title}) => title));
	const seen = new Set<string>();
	return cases.map(one => {
		let title = one.title;
		for (let number = 2; seen.has(title); number++) {
			const next = `${one.title} (${number})`;
			title = taken.has(next) ? title : next;
		}

		seen.add(title);
		return {...one, title};
	});
};

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

const outcomeOf = ({verdict, level}: ReportedCase): Outcome => {
	if (verdict === 'pass') {
		return 'passed';
	}

	if (verdict === 'not run' || level !== 'must') {
		return 'skipped';
	}

	return verdict === 'fail' ? 'failure' : 'error';
};

const counts = (cases: readonly ReportedCase[]): string => {
	const count = (wanted: Outcome): number => cases.filter(one => outcomeOf(one) === wanted).length;
	const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
	return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds.toFixed(3)}"`;
};

const testCase = (one: ReportedCase): string => {
	const opening = `\t\t<testcase classname="${escapeXml(one.group)}" name="${escapeXml(one.title)}" time="${(one.seconds ?? 0).toFixed(3)}"`;
	const outcome = outcomeOf(one);
	if (outcome === 'passed') {
		return `${opening}/>`;
	}

	const message = `${one.level === 'must' ? '' : `(${one.level}) `}${one.because ?? one.verdict}`;
	const lines = [...one.lines, ...(one.advice === undefined ? [] : [`Look at: ${one.advice}`])];
	const text = lines.map(line => `${escapeXml(line)}\n`).join('');
	const type = outcome === 'skipped' ? '' : ` type="${one.verdict}"`;
	return `${opening}>\n\t\t\t<${outcome} message="${escapeXml(message)}"${type}>${text}</${outcome}>\n\t\t</testcase>`;
};
