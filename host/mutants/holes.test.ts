import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {HOLES} from './holes.ts';
import {badScenarios} from './judge.ts';

const scenarios = badScenarios();

/** The catalogue as the program tells it: the host runs the adversary, and never imports it. */
const catalogue = async (): Promise<string[]> => {
	const program = join(import.meta.dirname, '..', '..', 'guest', 'peer', 'main.ts');
	const {stdout} = await promisify(execFile)(process.execPath, [program, '--evil', 'list']);
	return [...stdout.matchAll(/^ *\d+ {2}(\S+)/gm)].map(([, name = '']) => name);
};

test('every attack of the catalogue has its scenario, and every scenario its attack', async t => {
	t.deepEqual(scenarios.map(({name}) => name).toSorted(), (await catalogue()).toSorted());
});

test('every scenario casts the attack it is named after', t => {
	for (const {name, cast} of scenarios) {
		const evil = Object.values(cast).filter(role => role.startsWith('evil'));
		t.deepEqual(
			evil.map(role => role.replace(/^evil \w+: /, '')),
			[name],
		);
	}
});

test('every attack is failed by some mutant', t => {
	const failed = new Set(HOLES.flatMap(({attacks}) => attacks));
	t.deepEqual(
		scenarios.filter(({name}) => !failed.has(name)).map(({name}) => name),
		[],
		'an attack that no known-bad program fails is not an attack: add a hole',
	);
});

test('every check of the scenarios that can fail is made red by some mutant', t => {
	const red = new Set(HOLES.flatMap(hole => hole.red));
	const checks = new Set(scenarios.flatMap(({mustHold}) => mustHold.map(({id}) => id)));
	checks.delete('attack-struck'); // Of the attack, not of the program: it passes, or is unknown.
	t.deepEqual(
		[...checks].filter(id => !red.has(id)),
		[],
	);
});

test('every hole names attacks of its role, and checks that judge them', t => {
	for (const {name, role, attacks, red} of HOLES) {
		for (const attack of attacks) {
			const scenario = scenarios.find(scenario => scenario.name === attack);
			t.true(Object.values(scenario?.cast ?? {}).includes(role), `${name}: ${attack} has no ${role} under test`);
			const checks = (scenario?.mustHold ?? []).map(({id}) => id);
			t.true(
				red.some(id => checks.includes(id)),
				`${name}: ${attack} is not judged by ${red.join(' or ')}`,
			);
		}
	}
});

test('names of holes are unique', t => {
	t.is(new Set(HOLES.map(({name}) => name)).size, HOLES.length);
});
