import {duplexPair} from 'node:stream';
import test from 'ava';
import {ProtocolError} from '../protocol/protocol-error.ts';
import {lineConnection} from './line-connection.ts';

test('lines arrive whole, in order, and end with the other side', async t => {
	const [near, far] = duplexPair();
	await using connection = lineConnection(near);
	far.write('HAV');
	far.write('E a\nWHO\r\n');
	far.end('rest');
	t.deepEqual(await Array.fromAsync(connection.lines), ['HAVE a', 'WHO\r']);
});

test('bytes are bytes, both ways', async t => {
	const [near, far] = duplexPair();
	await using connection = lineConnection(near);
	await using other = lineConnection(far);
	await connection.write('\xff\0\n');
	t.is((await other.lines.next()).value, '\xff\0');
});

test('aborting ends the wait for a silent peer', async t => {
	const [near] = duplexPair();
	const stop = new AbortController();
	await using connection = lineConnection(near, {signal: stop.signal});
	const reading = Array.fromAsync(connection.lines);
	stop.abort();
	await t.throwsAsync(reading, {name: 'AbortError'});
});

test('a line too long is an error before its end comes', async t => {
	const [near, far] = duplexPair();
	await using connection = lineConnection(near, {maxLineBytes: 8});
	far.write('123456789');
	await t.throwsAsync(Array.fromAsync(connection.lines), {instanceOf: ProtocolError});
});

test('a stream that breaks while nobody reads harms nobody, and the next write tells', async t => {
	const [near] = duplexPair();
	await using connection = lineConnection(near);
	near.destroy(new Error('cut'));
	await t.throwsAsync(connection.write('x'));
});
