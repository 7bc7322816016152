import {randomBytes} from 'node:crypto';
import test from 'ava';
import {digestText, digestTextWithoutAt} from '../../guest/protocol/digest.ts';
import {spelled} from './spelled.ts';

test('one hole spells digests as the course does without @, the others as everybody does', t => {
	for (let n = 0; n < 1000; n++) {
		const md5 = n === 0 ? Buffer.alloc(16, 255) : randomBytes(16);
		t.is(spelled(digestText(md5), 'spells-digests-without-at'), digestTextWithoutAt(md5));
		t.is(spelled(digestText(md5), 'none'), digestText(md5));
	}
});
