import test from 'ava';
import type {Judgement} from '../checks/check.ts';
import {historyOf} from '../history/history-of.ts';
import {judgeRun} from './judge-run.ts';
import {type SeenFlow, strangersMet} from './strangers-met.ts';

const flow = (client: string, server: string, tcpPort: number, bytes: number): SeenFlow => ({
	request: {from: {name: client}},
	answer: {from: {name: server, tcpPort}, bytes},
});

const cast = {
	history: historyOf({
		type: 'program-ready',
		actor: 'alice',
		program: 'peer',
		evidence: '',
		endpoint: '10.77.0.11:35075',
	}),
	ports: new Map([
		['tracker', 11_111],
		['mallory', 11_112],
	]),
	underTest: ['bob'],
};

test('the cast is known, wherever it registered, and so is who never answered', t => {
	const flows = [
		flow('bob', 'tracker', 11_111, 400),
		flow('bob', 'alice', 35_075, 9000),
		flow('bob', 'mallory', 11_112, 9000),
		flow('bob', 'tracker', 50_123, 0),
		flow('alice', 'tracker', 22, 538),
		flow('bob', 'alice', 40_000, 100),
	];
	t.deepEqual(strangersMet(flows, cast), []);
});

test('an SSH server that answers a program under test is a stranger, and leaves all of the run undecided', t => {
	const flows = [flow('bob', 'tracker', 22, 500), flow('bob', 'tracker', 22, 38)];
	const met = strangersMet(flows, cast);
	t.deepEqual(met, [{type: 'stranger-met', actor: 'bob', endpoint: 'tracker:22', bytes: 538}]);
	const fails = {
		id: 'a',
		title: 'a',
		level: 'must',
		judge: (): Judgement => ({verdict: 'fail', because: 'wrong bytes', evidence: []}),
	} as const;
	const judged = judgeRun([fails], historyOf(...met, {type: 'story-ended', outcome: 'whole'}));
	t.deepEqual(
		judged.map(({judgement}) => judgement.verdict),
		['unknown', 'unknown'],
	);
	t.like(judged[0]?.judgement, {because: 'bob heard 538 bytes of tracker:22, which is none of the cast'});
});
