import test from 'ava';
import {type Moment, nth} from './moment.ts';
import {Triggers} from './triggers.ts';
import type {WireEvent} from './wire-event.ts';

const opened = {type: 'opened', flow: {}} as WireEvent;
const payload = {type: 'payload', flow: {}} as WireEvent;
const step = {type: 'heal all'} as const;

const moment = (type: WireEvent['type']): Moment => ({
	title: type,
	matches: event => event.type === type,
	wantsPayload: type === 'payload',
});

test('a step is due when its moment has come, and once', t => {
	const triggers = new Triggers();
	triggers.arm(moment('opened'), {step, counts: new Map()});
	t.false(triggers.hasDue);
	triggers.see(payload);
	t.false(triggers.hasDue);
	triggers.see(opened);
	t.true(triggers.hasDue);
	t.deepEqual(triggers.takeDue(), [{step, counts: new Map(), flow: opened.flow}]);
	t.false(triggers.hasDue);
	triggers.see(opened);
	t.false(triggers.hasDue);
});

test('the third time is the third time', t => {
	const triggers = new Triggers();
	triggers.arm(nth(3, moment('opened')), {step, counts: new Map()});
	const due = [1, 2, 3, 4].map(() => {
		triggers.see(opened);
		return triggers.takeDue().length;
	});
	t.deepEqual(due, [0, 0, 1, 0]);
});

test('payload is looked at only as long as somebody waits for it', t => {
	const triggers = new Triggers();
	triggers.arm(moment('opened'), {step, counts: new Map()});
	t.false(triggers.wantsPayload);
	triggers.arm(moment('payload'), {step, counts: new Map()});
	t.true(triggers.wantsPayload);
	triggers.see(payload);
	t.false(triggers.wantsPayload);
	triggers.see(opened);
	t.is(triggers.takeDue().length, 2, 'in the order of their moments');
});
