import test from 'ava';
import {complaintAbout, exchangeLines} from './judge-answer.ts';
import type {PeerAnswer} from './peer-vector.ts';

const bytesOf = (name: string): Buffer => Buffer.from(`bytes of ${name}`);
const judged = (wants: PeerAnswer, sent: string, end: 'closed' | 'reset' | 'open'): string | undefined =>
	complaintAbout({wants}, {sent: Buffer.from(sent), end, waitedMs: 10_000, beganMs: 1}, bytesOf)?.what;

test('a file is right only when it is this file, whole; the end of the connection is judged apart', t => {
	const wants = {kind: 'file', name: 'a'} as const;
	t.is(judged(wants, 'bytes of a', 'closed'), undefined);
	t.is(judged(wants, 'bytes of a', 'reset'), undefined);
	t.is(judged(wants, 'bytes of a', 'open'), undefined);
	t.regex(judged(wants, 'bytes of b', 'closed') ?? '', /not the 10 of the file/);
	t.regex(judged(wants, '', 'closed') ?? '', /hung up without a byte/);
	t.regex(judged(wants, '', 'open') ?? '', /sent nothing for 10/);
});

test('a refusal is no byte, and where the end is what is asked for, the end', t => {
	const wants = {kind: 'refusal'} as const;
	t.is(judged(wants, '', 'closed'), undefined);
	t.is(judged(wants, '', 'reset'), undefined);
	t.regex(judged(wants, 'x', 'closed') ?? '', /sent 1 byte where it was to refuse/);
	t.is(judged(wants, '', 'open'), undefined);
	t.regex(judged({...wants, cutsOff: true}, '', 'open') ?? '', /did not cut it off within 10/);
	t.is(judged({...wants, cutsOff: true}, '', 'reset'), undefined);
});

test('a request that is not whole is waited for', t => {
	const wants = {kind: 'patience'} as const;
	t.is(judged(wants, '', 'open'), undefined);
	t.regex(judged(wants, '', 'closed') ?? '', /hung up before/);
	t.regex(judged(wants, 'x', 'open') ?? '', /before the request was whole/);
});

test('the exchange is told in lines that are safe to print', t => {
	const vector = {
		id: '',
		level: 'must' as const,
		because: '',
		packets: ['GET \u001B[2J', 'a OSP2P\n'],
		halfClose: true,
		wants: {kind: 'refusal' as const},
	};
	t.deepEqual(exchangeLines(vector, {sent: Buffer.from('\0x'), end: 'closed', waitedMs: 1, beganMs: 1}), [
		String.raw`→ GET \x1b[2J`,
		String.raw`→ a OSP2P\x0a`,
		'→ (end of input)',
		String.raw`← 2 bytes: \x00x`,
		'← (end of connection)',
	]);
});
