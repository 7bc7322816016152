import test from 'ava';
import fc from 'fast-check';
import type {FileName} from '../protocol/file-name.ts';
import {announcementsDue, type Told} from './announcements.ts';

const shelf = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2')), {
	selector: ([name]) => name,
});
const mapOf = (files: ReadonlyArray<readonly [string, string]>): Map<FileName, Told> =>
	new Map(files.map(([name, digest]) => [name as FileName, {digest, answer: 'listed'}]));

test.serial('telling the tracker what is due makes it know exactly what we have', t => {
	fc.assert(
		fc.property(shelf, shelf, (before, after) => {
			const known = mapOf(before);
			for (const announcement of announcementsDue(mapOf(before), mapOf(after))) {
				if (announcement.type === 'donthave') {
					known.delete(announcement.file);
				} else {
					t.false(known.has(announcement.file), 'a changed file is taken back first');
					known.set(announcement.file, {digest: announcement.digest, answer: 'listed'});
				}
			}

			t.deepEqual(new Map([...known].sort()), new Map([...mapOf(after)].sort()));
		}),
	);
});

test('nothing is due when nothing changed', t => {
	t.deepEqual(announcementsDue(mapOf([['a', '1']]), mapOf([['a', '1']])), []);
});

test('what was refused is due again only when it may be asked again or has changed, and is never taken back', t => {
	const file = 'a' as FileName;
	const dueOf = (digest: string, answer: Told['answer'], wanted: string | undefined) =>
		announcementsDue(new Map([[file, {digest, answer}]]), mapOf(wanted === undefined ? [] : [['a', wanted]]));
	t.deepEqual(dueOf('1', 'refused', '1'), []);
	t.deepEqual(dueOf('1', 'refused', undefined), []);
	t.deepEqual(dueOf('1', 'refused', '2'), [{type: 'have', file, digest: '2'}]);
	t.deepEqual(dueOf('1', 'ask again', '1'), [{type: 'have', file, digest: '1'}]);
	t.deepEqual(dueOf('1', 'listed', '2'), [
		{type: 'donthave', file},
		{type: 'have', file, digest: '2'},
	]);
});
