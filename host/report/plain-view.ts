import {eventSentence, eventSubject} from './event-sentence.ts';
import {isWorthALine, type LiveView, type ViewOptions} from './live-view.ts';

/** The view for logs and pipes: one plain line for each thing as it comes, `  12.4 bob       asks for cat.jpg`. */
export const plainView = ({write, nowMs, verbose}: ViewOptions): LiveView => {
	const startMs = nowMs();
	let lastNote = '';
	const line = (text: string): void => {
		write(`${((nowMs() - startMs) / 1000).toFixed(1).padStart(6)} ${text}\n`);
	};

	return {
		step: line,
		progress({note = ''}) {
			// A share alone would fill the log with numbers.
			if (note !== '' && note !== lastNote) {
				line(`          ${note}`);
			}

			lastNote = note;
		},
		event(event) {
			if (verbose || isWorthALine(event)) {
				const subject = eventSubject(event);
				line(subject === '' ? eventSentence(event) : `${subject.padEnd(8)}  ${eventSentence(event)}`);
			}
		},
		say: line,
		end() {},
	};
};
