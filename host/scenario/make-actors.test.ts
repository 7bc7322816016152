import test from 'ava';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import {nodePlans} from './make-actors.ts';
import {scenario} from './scenario.ts';

const ours = {kind: 'ours'} as const;
const ofAnn: ProgramsUnderTest = {peer: {kind: 'path', path: '/handed-in/ann'}, tracker: ours};
const ofBen: ProgramsUnderTest = {peer: {kind: 'path', path: '/handed-in/ben'}, tracker: ours};

const made = scenario({
	name: 'of-this-test',
	group: 'bad',
	title: 'somebody takes part',
	because: 'of this test',
	withinSeconds: 1,
	cast: {tracker: 'tracker', mallory: 'evil peer: silence', alice: 'sound peer', bob: 'peer'},
	async steps() {},
	mustHold: [],
});

/** Name in the cast → whose machine it is. */
const machines = (programs: ProgramsUnderTest): ReadonlyMap<string, string | undefined> =>
	new Map(nodePlans(made, programs).map(({name, sharedAs}) => [name, sharedAs]));

test('a machine on which something runs that was handed in is for its own kind only', t => {
	const [ann, ben] = [machines(ofAnn), machines(ofBen)];
	t.not(ann.get('bob'), ben.get('bob'));
	t.not(ann.get('bob'), ann.get('alice'));
	t.is(ann.get('bob'), machines(ofAnn).get('bob'));
});

test('machines on which only programs of ours run are for everybody', t => {
	const [ann, ben] = [machines(ofAnn), machines(ofBen)];
	for (const name of ['tracker', 'mallory', 'alice']) {
		t.truthy(ann.get(name));
		t.is(ann.get(name), ben.get(name));
	}

	t.is(machines({peer: ours, tracker: ours}).get('bob'), ann.get('alice'));
});
