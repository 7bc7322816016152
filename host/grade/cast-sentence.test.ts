import test from 'ava';
import {castSentence} from './cast-sentence.ts';

test('the author of a program reads who in the scenario is theirs', t => {
	const cast = {
		tracker: 'tracker',
		mallory: 'evil peer: decoy',
		alice: 'sound peer',
		bob: 'peer',
		carol: 'peer',
	} as const;
	t.is(
		castSentence(cast, 'peer'),
		'tracker is a sound tracker, mallory is an evil peer (decoy), alice is a sound peer, bob and carol are your peer.',
	);
	t.regex(castSentence(cast, 'tracker'), /^tracker is your tracker, .*bob and carol are a sound peer\.$/);
});
