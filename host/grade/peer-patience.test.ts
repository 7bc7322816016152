import test from 'ava';
import {PeerPatience} from './peer-patience.ts';

const file = {wants: {kind: 'file', name: 'a'}} as const;
const refusal = {wants: {kind: 'refusal'}} as const;
const half = {wants: {kind: 'patience'}} as const;
const nothing = {sent: Buffer.alloc(0)};
const bytes = {sent: Buffer.from('a')};

test('for the end of a connection a peer that leaves them open is waited for at length only a few times', t => {
	const patience = new PeerPatience();
	t.is(patience.for(refusal), 6000);
	t.is(patience.forEnd, 3000);
	for (let n = 0; n < 2; n++) {
		patience.learn(file, {...bytes, end: 'open'});
	}

	t.is(patience.for(refusal), 1500);
	t.is(patience.forEnd, 700);
});

test('bytes that are to come are always waited for, longer than a busy machine keeps them', t => {
	const patience = new PeerPatience();
	for (let n = 0; n < 9; n++) {
		patience.learn(file, {...bytes, end: 'open'});
		t.is(patience.for(file), 6000);
		t.is(patience.forAgain(file), 18_000);
	}

	patience.learn(file, {...nothing, end: 'open'});
	patience.learn(file, {...nothing, end: 'open'});
	t.is(patience.forAgain(file), 6000, 'it is known to leave requests unanswered');
});

test('one that waits for the rest of a request does what it is to do', t => {
	const patience = new PeerPatience();
	for (let n = 0; n < 9; n++) {
		patience.learn(half, {...nothing, end: 'open'});
		patience.learn(refusal, {...nothing, end: 'closed'});
	}

	t.is(patience.for(refusal), 6000);
	t.is(patience.for(half), 1500);
});

test('one that sleeps before each answer has three times as long as it took', t => {
	const patience = new PeerPatience();
	patience.learnPace({beganMs: 1010});
	patience.learnPace({beganMs: 200});
	patience.learn(refusal, {...nothing, end: 'open'});
	patience.learn(refusal, {...nothing, end: 'open'});
	t.is(patience.for(refusal), 3030);
	t.is(patience.forEnd, 3030);
	patience.learnPace({beganMs: 4000});
	t.is(patience.for(file), 12_000);
});
