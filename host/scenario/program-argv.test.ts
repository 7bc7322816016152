import test from 'ava';
import {anyPeerArgv, evilPeerArgv, ourPeerArgv, ourTrackerArgv, trackerArgv} from './program-argv.ts';

const options = {
	alias: 'alice',
	bindTo: undefined,
	tracker: {address: '10.77.0.10', port: 11_111},
	dir: '/srv/osp/shared',
	port: 11_112,
	files: ['cat 1.jpg', '-d'],
} as const;

test('our peer gets names quoted, where no name can look like an option', t => {
	const argv = ourPeerArgv(['osppeer'], options);
	t.deepEqual(argv.slice(argv.indexOf('--quoted')), ['--quoted', '--', 'cat%201.jpg', '-d']);
});

test('anybody else gets the original command line', t => {
	t.deepEqual(anyPeerArgv(['./peer'], options), [
		'./peer',
		'-t10.77.0.10:11111',
		'-d/srv/osp/shared',
		'cat 1.jpg',
		'-d',
	]);
});

test('a template is filled in, and a list of files becomes arguments', t => {
	const argv = anyPeerArgv(['./peer'], options, '--tracker {tracker}  -p {port} {files} {else}');
	t.deepEqual(argv, ['./peer', '--tracker', '10.77.0.10:11111', '-p', '11112', 'cat 1.jpg', '-d', '{else}']);
});

test('no files, no arguments', t => {
	t.deepEqual(anyPeerArgv(['./peer'], {...options, files: []}, '{files} x'), ['./peer', 'x']);
});

test('evil is a mode, a seed and a victim', t => {
	const argv = evilPeerArgv(['osppeer'], {...options, mode: 'endless', seed: 7, target: '1.2.3.4:5'});
	t.deepEqual(argv.slice(0, 7), ['osppeer', '--evil', 'endless', '--seed', '7', '--target', '1.2.3.4:5']);
});

test('a tracker is told its port, and to make up peers', t => {
	t.deepEqual(trackerArgv(['t'], {port: 5, withFakePeers: true}), ['t', '-p', '5', '-f']);
	t.deepEqual(trackerArgv(['t'], {port: 5}, 'serve --port={port}'), ['t', 'serve', '--port=5']);
});

test('our tracker names holders in the order of the run’s seed, and the evil ones first and last where a scenario is about them', t => {
	const options = {port: 7, withFakePeers: false, namesEvilFirst: false, seed: 5};
	t.deepEqual(ourTrackerArgv(['osptracker'], options), [
		'osptracker',
		...['-p', '7'],
		'--tell-refusals',
		...['--seed', '5'],
	]);
	t.deepEqual(ourTrackerArgv(['osptracker'], {...options, namesEvilFirst: true}).slice(-2), ['--around', 'evil-']);
});
