import test from 'ava';
import {programOf} from './role.ts';

test('a role says which program runs it, and whether it is under test', t => {
	t.deepEqual(programOf('peer'), {kind: 'peer', underTest: true});
	t.deepEqual(programOf('tracker'), {kind: 'tracker', underTest: true});
	t.deepEqual(programOf('sound peer'), {kind: 'peer', underTest: false});
	t.deepEqual(programOf('sound tracker'), {kind: 'tracker', underTest: false});
});

test('evil is never under test, and has a mode', t => {
	t.deepEqual(programOf('evil peer: endless'), {kind: 'peer', underTest: false, evil: 'endless'});
	t.deepEqual(programOf('evil tracker: million-peers'), {kind: 'tracker', underTest: false, evil: 'million-peers'});
	t.deepEqual(programOf('evil peer: tracker'), {kind: 'peer', underTest: false, evil: 'tracker'});
});
