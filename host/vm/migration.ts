import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpError} from '../qmp/qmp-client.ts';

/**
Stop a guest and write the state of its devices to a file. Its memory is in a file already and is not written again; QEMU has no use afterwards but to be ended.

@throws {QmpError} If this QEMU or this accelerator cannot.
*/
export const freeze = async (
	qmp: QmpClient,
	stateFile: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<void> => {
	await qmp.execute('stop', undefined, {signal});
	await leaveMemoryOut(qmp, {signal});
	await Promise.all([
		migrationOver(qmp, {signal}), // First: it listens before the command can end.
		qmp.execute('migrate', {uri: `exec:cat >${quote(stateFile)}`}, {signal}),
	]);
};

/**
Give a waiting QEMU (`-incoming defer`) the state of a frozen guest. The guest stands still until `cont`.

@throws {QmpError} If the state does not fit this machine.
*/
export const thaw = async (
	qmp: QmpClient,
	stateFile: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<void> => {
	await leaveMemoryOut(qmp, {signal});
	await Promise.all([
		migrationOver(qmp, {signal}),
		qmp.execute('migrate-incoming', {uri: `exec:cat ${quote(stateFile)}`}, {signal}),
	]);
};

const leaveMemoryOut = async (qmp: QmpClient, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	const capabilities = ['x-ignore-shared', 'events'].map(capability => ({capability, state: true}));
	await qmp.execute('migrate-set-capabilities', {capabilities}, {signal});
	// After a thaw QEMU would tell the network that the guest has moved, in the name of a card that every fork had.
	await qmp.execute('migrate-set-parameters', {'announce-rounds': 0}, {signal});
};

const migrationOver = async (qmp: QmpClient, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	const {data} = await qmp.event(
		({event, data}) => event === 'MIGRATION' && (data?.['status'] === 'completed' || data?.['status'] === 'failed'),
		{signal},
	);
	if (data?.['status'] === 'failed') {
		const {'error-desc': why} = await qmp.execute('query-migrate', undefined, {signal});
		throw new QmpError(`The state of a guest could not be moved: ${why ?? 'QEMU does not say why'}.`);
	}
};

/** QEMU hands what comes after `exec:` to a shell. */
const quote = (file: string): string => `'${file.replaceAll("'", String.raw`'\''`)}'`;
