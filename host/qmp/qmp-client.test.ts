import {type Duplex, duplexPair} from 'node:stream';
import test from 'ava';
import {greetQmp} from './qmp-client.ts';

const {signal: never} = new AbortController();

/** A QEMU by script: greets, refuses everything until capabilities were negotiated, then answers each command with the lines the script gives for its name; nothing given, no answer. */
const scripted = (script: Record<string, (id: number) => readonly object[]> = {}): {near: Duplex; far: Duplex} => {
	const [near, far] = duplexPair();
	const say = (message: object): boolean => far.write(`${JSON.stringify(message)}\r\n`);
	let answers: typeof script | undefined;
	say({QMP: {version: {}, capabilities: []}});
	far.on('data', chunk => {
		for (const line of String(chunk).trim().split('\n')) {
			const {execute, id} = JSON.parse(line);
			if (execute === 'qmp_capabilities') {
				answers = script;
				say({return: {}, id});
			} else if (answers === undefined) {
				say({error: {class: 'CommandNotFound', desc: 'Expecting capabilities negotiation'}, id});
			} else {
				answers[execute]?.(id).forEach(say);
			}
		}
	});
	return {near, far};
};

test('a command gets its own answer, whatever comes between', async t => {
	const {near} = scripted({
		'query-status': id => [
			{event: 'STOP', timestamp: {}},
			{return: {status: 'paused', running: false}, id},
		],
	});
	await using qmp = await greetQmp(near, {signal: never});
	t.deepEqual(await qmp.execute('query-status', undefined, {signal: never}), {status: 'paused', running: false});
});

test('answers find their commands, in whatever order they come', async t => {
	let firstId = 0;
	const {near} = scripted({
		'query-status': id => {
			firstId = id;
			return [];
		},
		stop: id => [
			{return: {}, id},
			{return: {status: 'running', running: true}, id: firstId},
		],
	});
	await using qmp = await greetQmp(near, {signal: never});
	const [status] = await Promise.all([
		qmp.execute('query-status', undefined, {signal: never}),
		qmp.execute('stop', undefined, {signal: never}),
	]);
	t.is(status.status, 'running');
});

test('a refused command says which, and why', async t => {
	const {near} = scripted({cont: id => [{error: {class: 'GenericError', desc: 'no medium'}, id}]});
	await using qmp = await greetQmp(near, {signal: never});
	await t.throwsAsync(qmp.execute('cont', undefined, {signal: never}), {
		name: 'QmpError',
		message: 'QEMU refused "cont" : no medium',
	});
});

test('an event that comes with the answer is not lost', async t => {
	const {near} = scripted({
		migrate: id => [
			{event: 'MIGRATION', data: {status: 'active'}},
			{event: 'MIGRATION', data: {status: 'completed'}},
			{return: {}, id},
		],
	});
	await using qmp = await greetQmp(near, {signal: never});
	const completed = qmp.event(({event, data}) => event === 'MIGRATION' && data?.['status'] === 'completed', {
		signal: never,
	});
	await qmp.execute('migrate', {uri: 'exec:cat'}, {signal: never});
	t.deepEqual((await completed).data, {status: 'completed'});
});

test('a QEMU that hangs up ends every wait, and the next command at once', async t => {
	const {near, far} = scripted();
	await using qmp = await greetQmp(near, {signal: never});
	const waiting = qmp.execute('query-status', undefined, {signal: never});
	const event = qmp.event(() => true, {signal: never});
	far.end();
	await t.throwsAsync(waiting, {message: 'QEMU hung up.'});
	await t.throwsAsync(event, {message: 'QEMU hung up.'});
	await t.throwsAsync(qmp.execute('stop', undefined, {signal: never}), {message: 'QEMU hung up.'});
});

test('a QEMU that hangs up before it greets is an error', async t => {
	const [near, far] = duplexPair();
	far.end();
	await t.throwsAsync(greetQmp(near, {signal: never}), {message: 'QEMU hung up.'});
});

test('aborting ends the wait for a silent QEMU', async t => {
	const {near} = scripted();
	await using qmp = await greetQmp(near, {signal: never});
	const stop = new AbortController();
	const waiting = qmp.execute('query-status', undefined, {signal: stop.signal});
	stop.abort();
	await t.throwsAsync(waiting, {message: 'QEMU did not send the answer to "query-status" in time.'});
});
