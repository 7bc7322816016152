import {duplexPair} from 'node:stream';
import test from 'ava';
import {agentOn} from './guest-agent.ts';

test('a guest that does not answer in time is lost, and everybody who waits hears of it', async t => {
	const [near, far] = duplexPair();
	far.resume();
	await using agent = agentOn(near, {answerMs: 20});
	const ends: Array<number | undefined> = [];
	const starting = agent.start(['osp', 'peer'], {output() {}, exit: status => ends.push(status)});
	await t.throwsAsync(agent.ask('usage', ['peer']), {message: /did not answer "\w+" within 0\.02 s/});
	await t.throwsAsync(starting, {message: /was lost/});
	t.deepEqual(ends, [undefined]);
	await t.throwsAsync(agent.ask('kill', ['peer']), {message: /was lost/});
});
