import test from 'ava';
import {type Scenario, scenario} from '../scenario/scenario.ts';
import {chooseScenarios} from './choose-scenarios.ts';

const named = (name: string, group: Scenario['group']): Scenario =>
	scenario({name, group, title: '', because: '', withinSeconds: 1, cast: {}, async steps() {}, mustHold: []});

const all = [named('good', 'good'), named('slow', 'network'), named('endless', 'bad'), named('drip', 'bad')];

const names = (what: string, ...names: string[]): string[] =>
	chooseScenarios(what, names, all).scenarios.map(({name}) => name);

test('a scenario comes before a group of its name, and the names behind it are files', t => {
	t.like(chooseScenarios('good', ['cat.jpg'], all), {name: 'good', single: true, files: ['cat.jpg']});
	t.deepEqual(names('good', 'cat.jpg'), ['good']);
});

test('a group is all of it, or those of it that are named, each once', t => {
	t.deepEqual(names('bad'), ['endless', 'drip']);
	t.deepEqual(names('bad', 'drip', 'drip'), ['drip']);
	t.is(chooseScenarios('bad', ['drip'], all).single, false);
	t.is(names('all').length, 4);
});

test('what is not there is refused, with the nearest that is', t => {
	t.like(
		t.throws(() => names('god')),
		{hint: 'Did you mean "good"?'},
	);
	t.like(
		t.throws(() => names('bad', 'slow')),
		{message: 'there is no scenario "slow" in the group "bad"'},
	);
});
