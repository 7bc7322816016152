import type {EventOf} from '../history/event.ts';
import {tellingLines} from '../history/telling-lines.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';

/** No honest program ended unless the scenario ended it. */
export const programsStayUp: Check = {
	id: 'programs-stay-up',
	title: 'no program ended before it was asked to',
	level: 'must',
	advice:
		"Read the last lines of the program's output. A signal 11 is an access to wrong memory, 13 a write to a closed connection (ignore SIGPIPE), 6 an abort.",
	judge(history) {
		const ready = history.filter(event => event.type === 'program-ready');
		const gone = history.filter(event => event.type === 'program-ended').filter(({expected}) => !expected);
		if (gone.length > 0) {
			// A program that gives up may have waited for something; one that a signal ends has not.
			const late = lateIn(
				gone.map(({at, signal}) => (signal === null ? {from: at - GIVES_UP_SECONDS, to: at} : undefined)),
			);
			return {verdict: 'fail', because: gone.map(endOf).join('; '), evidence: gone, ...late};
		}

		return ready.length === 0
			? {verdict: 'unknown', because: 'no program ever was ready'}
			: {verdict: 'pass', evidence: ready};
	},
};

/** So long programs wait for something before they give up, in seconds. */
const GIVES_UP_SECONDS = 10;

const endOf = ({actor, program, exitCode, signal, lastLines}: EventOf<'program-ended'>): string =>
	`${actor}'s ${program} ended ${signal === null ? `with exit code ${exitCode}` : `by ${signal}`}${lastLines.length === 0 ? '' : `, saying "${tellingLines(lastLines, WORDS).join(' / ')}"`}`;

/** Lines of its output that the reason quotes. */
const WORDS = 4;
