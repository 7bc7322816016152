import test from 'ava';
import fc from 'fast-check';
import type {FileName} from '../protocol/file-name.ts';
import {announcementsDue} from './announcements.ts';

const shelf = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2')), {
	selector: ([name]) => name,
});
const mapOf = (files: ReadonlyArray<readonly [string, string]>): Map<FileName, string> =>
	new Map(files as Array<[FileName, string]>);

test.serial('telling the tracker what is due makes it know exactly what we have', t => {
	fc.assert(
		fc.property(shelf, shelf, (before, after) => {
			const known = mapOf(before);
			for (const announcement of announcementsDue(mapOf(before), mapOf(after))) {
				if (announcement.type === 'donthave') {
					known.delete(announcement.file);
				} else {
					t.false(known.has(announcement.file), 'a changed file is taken back first');
					known.set(announcement.file, announcement.digest);
				}
			}

			t.deepEqual(new Map([...known].sort()), new Map([...mapOf(after)].sort()));
		}),
	);
});

test('nothing is due when nothing changed', t => {
	t.deepEqual(announcementsDue(mapOf([['a', '1']]), mapOf([['a', '1']])), []);
});
