import test from 'ava';
import {PeerPatience} from './peer-patience.ts';

const file = {wants: {kind: 'file', name: 'a'}} as const;
const half = {wants: {kind: 'patience'}} as const;

test('a peer that leaves connections open is waited for at length only a few times', t => {
	const patience = new PeerPatience();
	t.is(patience.for(file), 6000);
	for (let n = 0; n < 2; n++) {
		patience.learn(file, {end: 'open'});
	}

	t.is(patience.for(file), 700);
	t.is(patience.forEnd, 300);
});

test('one that waits for the rest of a request does what it is to do', t => {
	const patience = new PeerPatience();
	for (let n = 0; n < 9; n++) {
		patience.learn(half, {end: 'open'});
		patience.learn(file, {end: 'closed'});
	}

	t.is(patience.for(file), 6000);
	t.is(patience.for(half), 1500);
});

test('one that sleeps before each answer has three times as long as it took', t => {
	const patience = new PeerPatience();
	patience.learnPace({beganMs: 1010});
	patience.learnPace({beganMs: 200});
	patience.learn(file, {end: 'open'});
	patience.learn(file, {end: 'open'});
	t.is(patience.for(file), 3030);
	t.is(patience.forEnd, 3030);
	patience.learnPace({beganMs: 4000});
	t.is(patience.for(file), 12_000);
});
