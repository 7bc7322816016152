import test from 'ava';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {addForward, parseUserNetwork} from './forwarded-ports.ts';

test("QEMU's table tells which port leads where", t => {
	const table = [
		'Hub -1 (management):',
		'  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ',
		'  TCP[ESTABLISHED]   14       127.0.0.1 44297       10.0.2.15    22     0     0',
		'  TCP[HOST_FORWARD]  10       127.0.0.1 44297       10.0.2.15    22     0     0',
		'  TCP[HOST_FORWARD]   5       127.0.0.1 46389       10.0.2.15 11111     0     0',
		'',
	].join('\r\n');
	t.deepEqual(
		[...parseUserNetwork(table)],
		[
			[22, 44_297],
			[11_111, 46_389],
		],
	);
});

test('a network without forwarded ports has none', t => {
	t.is(parseUserNetwork('').size, 0);
});

/** A QEMU with a user network that takes forwards, or refuses them. */
const qemuThat = (refuses: boolean) => {
	const forwarded: number[] = [];
	const execute = async (_: string, {'command-line': line}: {readonly 'command-line': string}): Promise<string> => {
		const [, port] = /^hostfwd_add management tcp:127\.0\.0\.1:0-:(\d+)$/.exec(line) ?? [];
		if (port !== undefined && refuses) {
			return 'could not set up host forwarding rule\r\n';
		}

		forwarded.push(...(port === undefined ? [] : [Number(port)]));
		return port === undefined
			? forwarded
					.map((to, place) => `  TCP[HOST_FORWARD]  5  127.0.0.1 ${40_000 + place}  10.0.2.15 ${to}  0  0`)
					.join('\r\n')
			: '';
	};
	return {execute} as unknown as QmpClient;
};

const {signal} = new AbortController();

test('a port that a program chose itself is led to when it is asked for', async t => {
	const qmp = qemuThat(false);
	t.is(await addForward(qmp, 35_075, {vm: 'bob', signal}), 40_000);
	t.is(await addForward(qmp, 35_076, {vm: 'bob', signal}), 40_001);
});

test('that QEMU refuses is told with what it said', async t => {
	const asking = addForward(qemuThat(true), 35_075, {vm: 'bob', signal});
	await t.throwsAsync(asking, {
		message: 'QEMU does not forward port 35075 of "bob": could not set up host forwarding rule.',
	});
});
