import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {DEFAULT_LIMITS} from './peer-limits.ts';
import {scriptedServer} from './proof/scripted-server.ts';
import {openSharedFolder} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';
import {startUploadServer} from './upload-server.ts';

/** Serve an empty folder on the first free of these ports, and tell on which. */
const portOf = async (ports: readonly number[], address = '127.0.0.1'): Promise<number> => {
	await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-ports-'));
	await using folder = await openSharedFolder(temporary.path);
	await using server = await startUploadServer(ports, {
		address,
		folder,
		limits: DEFAULT_LIMITS,
		tell: () => undefined,
		clock: () => 0,
		now: () => 0,
		signal: new AbortController().signal,
	});
	return server.port;
};

test('a port that is taken is passed over', async t => {
	await using taken = await scriptedServer(() => undefined);
	const port = await portOf([taken.port, 0]);
	t.not(port, taken.port);
	t.true(port > 0);
});

test('when all are taken it says which', async t => {
	await using one = await scriptedServer(() => undefined);
	await using other = await scriptedServer(() => undefined);
	await t.throwsAsync(portOf([one.port]), {
		instanceOf: TransferError,
		message: `cannot listen on 127.0.0.1: port ${one.port} is taken`,
	});
	await t.throwsAsync(portOf([one.port, other.port]), {
		instanceOf: TransferError,
		message: `cannot listen on 127.0.0.1: no port of ${one.port} to ${other.port} is free`,
	});
});

test('an address that is not of this machine is told at once, whatever the port', async t => {
	const error = await t.throwsAsync(portOf([1025, 1026], '192.0.2.1'), {instanceOf: TransferError});
	t.regex(error.message, /^cannot listen on 192\.0\.2\.1:1025: .*EADDRNOTAVAIL/);
});
