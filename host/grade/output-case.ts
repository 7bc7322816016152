import type {ReportedCase} from '../report/reported-case.ts';
import type {OutputMeter} from './output-meter.ts';

/** Whether a program printed without end while it was tried, as a case of the report. */
export const outputCase = (
	{complaint}: OutputMeter,
	heading: Pick<ReportedCase, 'id' | 'group' | 'title'>,
): ReportedCase => ({
	...heading,
	level: 'should',
	...(complaint === undefined
		? {verdict: 'pass', lines: []}
		: {
				verdict: 'fail',
				because: `it ${complaint}`,
				lines: [],
				advice: 'Look for a loop that prints and waits for nothing.',
			}),
});
