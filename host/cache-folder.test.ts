import test from 'ava';
import {cacheFolderOf} from './cache-folder.ts';

const home = () => '/home/alice';
const noHome = () => {
	throw new Error('ENOENT: no such file or directory, uv_os_homedir');
};

test('the cache is where the specification of base directories has it', t => {
	t.is(cacheFolderOf({XDG_CACHE_HOME: '/cache', HOME: '/h'}, home), '/cache/osp2p');
	t.is(cacheFolderOf({HOME: '/h'}, home), '/h/.cache/osp2p');
	t.is(cacheFolderOf({XDG_CACHE_HOME: '', HOME: '/h'}, home), '/h/.cache/osp2p');
});

test('relative paths are ignored', t => {
	t.is(cacheFolderOf({XDG_CACHE_HOME: 'cache', HOME: '/h'}, home), '/h/.cache/osp2p');
	t.is(cacheFolderOf({XDG_CACHE_HOME: './cache', HOME: 'h'}, home), '/home/alice/.cache/osp2p');
});

test('who has no home is told what to do', t => {
	const error = t.throws(() => cacheFolderOf({}, noHome), {name: 'HarnessError', message: /no home folder/});
	t.regex((error as {hint?: string} | undefined)?.hint ?? '', /XDG_CACHE_HOME/);
	t.throws(() => cacheFolderOf({HOME: ''}, () => ''), {name: 'HarnessError'});
});
