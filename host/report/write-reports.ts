import {rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {cannotWrite} from '../harness-error.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {exitCodeOf} from './exit-code.ts';
import {htmlReport} from './html-report.ts';
import {junitXml} from './junit.ts';
import {casesOf, casesOfAll} from './reported-case.ts';
import {resultsJson, suiteJson, withoutHistory} from './results-json.ts';
import {suitePage} from './suite-page.ts';
import type {Suite} from './suite-summary.ts';
import {tap} from './tap.ts';

/**
Write the reports of one scenario into its folder, where the runner has written history.ndjson as it came. Each file is whole or not there, so a reader beside us never sees half of one.

@throws {HarnessError} If the folder cannot be written.
*/
export const writeReports = async (result: ScenarioResult): Promise<void> => {
	const cases = casesOf(result);
	await writeAll(result.folder, {
		'results.json': resultsJson(result),
		'report.html': htmlReport(result),
		'junit.xml': junitXml(result.scenario, cases),
		'results.tap': tap(cases),
	});
};

/** Write the reports of several scenarios of one command; called again as each of them ends. */
export const writeSuiteReports = async (folder: string, suite: Suite): Promise<void> => {
	const cases = casesOfAll(suite.results);
	await writeAll(folder, {
		'suite.json': suiteJson({
			suite: suite.name,
			exitCode: exitCodeOf(suite.results),
			startedAt: suite.startedAt,
			seconds: suite.seconds,
			scenarios: suite.results.map(result => withoutHistory(result)),
		}),
		'report.html': suitePage(suite, folder),
		'junit.xml': junitXml(suite.name, cases),
		'results.tap': tap(cases),
	});
};

/**
Write each text beside its place and then move it there. Who writes into the same folder meanwhile waits, so the latest texts are what stays.

@throws {HarnessError} If the folder cannot be written.
*/
export const writeAll = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
	const before = WRITING.get(folder);
	const writing = (async () => {
		await before?.catch(() => undefined); // Told to whoever began it.
		await makeFolder(folder);
		for (const [name, text] of Object.entries(files)) {
			const path = join(folder, name);
			try {
				await writeFile(`${path}.new`, text);
				await rename(`${path}.new`, path);
			} catch (error) {
				await rm(`${path}.new`, {force: true}).catch(() => undefined); // Half a file helps nobody.
				throw error;
			}
		}
	})();
	WRITING.set(folder, writing);
	try {
		await writing;
	} catch (cause) {
		throw cannotWrite(folder, cause);
	} finally {
		if (WRITING.get(folder) === writing) {
			WRITING.delete(folder);
		}
	}
};

/** The latest writing under way, by folder. */
const WRITING = new Map<string, Promise<void>>();
