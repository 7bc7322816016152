import test from 'ava';
import {installCommandIn, succeeded} from './first-steps.ts';
import {settingsOf, sourcesFor} from './network-settings.ts';

test('the command to install with is taken from the message', t => {
	const seen =
		'osp2p: Missing on this system: a, b.\nInstall with: sudo apt-get update && sudo apt-get install --yes a b\n';
	t.is(installCommandIn(seen), 'sudo apt-get update && sudo apt-get install --yes a b');
	t.is(installCommandIn('osp2p: npm is missing.'), undefined);
});

test('what failed at first and succeeded later succeeded', t => {
	const step = (command: string, exitCode: number) => ({command, exitCode, seconds: 1});
	t.true(succeeded([step('a', 3), step('install', 0), step('a', 0), step('b', 0)], ['a', 'b']));
	t.false(succeeded([step('a', 0), step('b', 1)], ['a', 'b']));
	t.false(succeeded([step('a', 0)], ['a', 'b']));
});

test('another release comes from where this one comes from', t => {
	const host = {
		suite: 'bookworm',
		sources: ['deb http://x/debian bookworm main', 'deb http://x/debian bookworm-updates main'],
	};
	t.deepEqual(sourcesFor('trixie', host), [
		'deb http://x/debian trixie main',
		'deb http://x/debian trixie-updates main',
	]);
	t.regex(sourcesFor('trixie', undefined).join('\n'), /^deb \S+ trixie main$/);
});

test('of the environment only what says how to reach the network goes along', t => {
	const environment = {
		HOME: '/h',
		https_proxy: 'http://p',
		NODE_EXTRA_CA_CERTS: '/c',
		npm_config_registry: 'http://r',
		npm_config_omit: 'dev',
	};
	t.deepEqual(Object.keys(settingsOf(environment)), ['https_proxy', 'NODE_EXTRA_CA_CERTS', 'npm_config_registry']);
});
