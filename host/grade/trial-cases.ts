import {formatCount} from '../report/amounts.ts';
import type {ReportedCase} from '../report/reported-case.ts';

/** Group of all that is asked of a peer. */
export const PEER_GROUP = 'protocol, section 4';

/** A request of a vector, and whether the peer ended the connection where it was to. */
export type Ending = {readonly id: string; readonly isOpen: boolean};

/** Whether it ends connections, once for all requests: who forgets it has one fault, not eighty. */
export const closesCase = (endings: readonly Ending[]): ReportedCase => {
	const open = endings.filter(({isOpen}) => isOpen);
	return {
		id: '4/closes',
		group: PEER_GROUP,
		title: 'It closes the connection after the file, and after a refusal.',
		level: 'must',
		...(endings.length === 0
			? {verdict: 'not run', because: 'nothing was asked', lines: []}
			: open.length === 0
				? {verdict: 'pass', lines: []}
				: {
						verdict: 'fail',
						because: `it left the connection open after ${open.length} of ${formatCount(endings.length, 'request')}`,
						lines: open.map(({id}) => `4/${id}`),
					}),
		advice:
			'The end of the connection is the end of the file: there is no length. Close the socket after the last byte, and on every path that ends without a file; else each request costs a connection.',
	};
};

/** A request that went otherwise in a program that had served others, and rightly in a fresh one. */
export type UsedOnly = {readonly id: string; readonly what: string; readonly number: number};

/**
Whether it answers like a fresh one when it has served others. What goes wrong only then fails no case by its name.

@param rule - Which connections it was, if that is known.
@param isCrowded - Whether the machine may be at fault.
*/
export const asFreshCase = (
	used: readonly UsedOnly[],
	{asked, rule, isCrowded}: {readonly asked: number; readonly rule: string | undefined; readonly isCrowded: boolean},
): ReportedCase => {
	const head = {
		id: '4/as-fresh',
		group: PEER_GROUP,
		title: 'Having served others, it answers as one that was freshly started.',
		level: 'should',
		advice:
			'Which of its connections were these? Look for a counter, a table that fills up, a child that is not waited for.',
	} as const;
	const lines = used.map(({id, what, number}) => `4/${id}, connection ${number} of its program: it ${what}`);
	if (used.length === 0 && rule === undefined) {
		return {...head, verdict: 'pass', lines: []};
	}

	const where = rule === undefined ? '' : `: ${rule} to it was not answered`;
	const because = `${used.length} of ${formatCount(asked, 'request')} went right only in a fresh one${where}`;
	return isCrowded && !rule?.startsWith('every')
		? {
				...head,
				verdict: 'unknown',
				because: `${because}; the machine was too crowded to tell whose fault that was`,
				lines,
			}
		: {...head, verdict: 'fail', because, lines};
};
