import {createHash} from 'node:crypto';
import test from 'ava';
import {parseListing, sshLine} from './vm-node.ts';

const A = 'a'.repeat(64);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('files that came along are measured here, large ones were in the guest; sorted by name', t => {
	const answer = `14 cat%201%0Ajpg\n5 bytes\nhel\nlo68 b/deep\n12 ${A}\n`;
	t.deepEqual(parseListing(Buffer.from(answer)), [
		{name: 'b/deep', bytes: 12, sha256: A},
		{name: 'cat 1\njpg', bytes: 6, sha256: sha256('hel\nlo')},
	]);
});

test('an empty folder has no files', t => {
	t.deepEqual(parseListing(Buffer.from('')), []);
});

test('the line to log in with may be pasted into a shell whatever the cache is called', t => {
	const image = {user: 'root', sshKey: "/it's %h/key", knownHosts: '/a b/hosts'} as const;
	t.is(
		sshLine(image, 2222),
		String.raw`ssh -i '/it'\''s %%h/key' -p 2222 -o 'UserKnownHostsFile="/a b/hosts"' -o 'HostKeyAlias=osp2p' root@127.0.0.1`,
	);
});
