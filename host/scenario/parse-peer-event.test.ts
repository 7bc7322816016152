import test from 'ava';
import {parsePeerEvent} from './parse-peer-event.ts';

test('a line of JSON is an event', t => {
	t.deepEqual(parsePeerEvent('{"event":"tracker-back"}'), {event: 'tracker-back'});
});

test('lines for people are none, even if they look like it', t => {
	t.is(parsePeerEvent('osppeer: listening'), undefined);
	t.is(parsePeerEvent('{"event":"cut off'), undefined);
	t.is(parsePeerEvent('{"other":1}'), undefined);
});
