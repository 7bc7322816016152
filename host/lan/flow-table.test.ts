import test from 'ava';
import {Conversation} from './conversation.ts';
import {FlowTable, MAX_FLOWS} from './flow-table.ts';
import {parseTcpSegment} from './tcp-segment.ts';
import type {WireEvent} from './wire-event.ts';

/** A table that has seen frames between alice (station 1) and bob (station 2), and what it told. */
const watch = ({wantsPayload = false}: {readonly wantsPayload?: boolean} = {}) => {
	const events: WireEvent[] = [];
	const table = new FlowTable({tell: event => events.push(event), wantsPayload: () => wantsPayload});
	const see = (...frames: readonly Buffer[]) => {
		for (const frame of frames) {
			const segment = parseTcpSegment(frame, 0, frame.length);
			if (segment !== undefined) {
				const [from, to] = frame[11] === 1 ? ['alice', 'bob'] : ['bob', 'alice'];
				table.see(segment, frame, 0, from ?? '', to);
			}
		}
	};

	const told = () =>
		events.map(
			event => `${event.side.from.name} ${event.type}${event.type === 'line' ? ` ${event.number} ${event.text}` : ''}`,
		);
	return {table, see, events, told};
};

test('a download is told from its opening to its end', t => {
	const {table, see, told} = watch();
	const talk = new Conversation();
	see(
		...talk.opens(),
		talk.asks('GET cat%201.jpg OSP2P\n'),
		talk.answers('\n\nbytes\n'),
		talk.serverEnds('more'),
		talk.clientEnds(),
	);
	t.deepEqual(told(), ['bob opened', 'alice line 1 GET cat%201.jpg OSP2P', 'bob finished', 'alice finished']);
	const [flow] = table.flows;
	t.is(flow?.request.firstLine, 'GET cat%201.jpg OSP2P');
	t.is(flow?.answer.bytes, 12);
	t.true(flow?.isEnded);
});

test('lines do not depend on where segments are cut', t => {
	const text = 'HAVE a\r\nWANT b\nWHO\n';
	for (let cut = 1; cut < text.length; cut++) {
		const {see, told} = watch();
		const talk = new Conversation();
		see(...talk.opens(), talk.asks(text.slice(0, cut)), talk.asks(text.slice(cut)));
		t.deepEqual(told().slice(1), ['alice line 1 HAVE a', 'alice line 2 WANT b', 'alice line 3 WHO']);
	}
});

test('a repeated segment says nothing new', t => {
	const {see, told} = watch({wantsPayload: true});
	const talk = new Conversation();
	see(...talk.opens());
	const ask = talk.asks('WHO\n');
	see(ask, ask, ask);
	t.deepEqual(told(), ['bob opened', 'alice line 1 WHO', 'alice payload']);
});

test('a reset is told once', t => {
	const {see, told} = watch();
	const talk = new Conversation();
	see(...talk.opens(), talk.serverResets(), talk.serverResets());
	t.deepEqual(told(), ['bob opened', 'bob reset']);
});

test('the same two ends again are another connection', t => {
	const {table, see} = watch();
	const first = new Conversation();
	see(...first.opens(), first.asks('WHO\n'), first.serverEnds(), first.clientEnds());
	const second = new Conversation();
	see(...second.opens(), second.asks('LIST\n'));
	t.deepEqual(
		table.flows.map(({request}) => request.firstLine),
		['WHO', 'LIST'],
	);
});

test('a connection joined in the middle has the lower port as its server', t => {
	const {table, see} = watch();
	const talk = new Conversation();
	talk.opens();
	see(talk.answers('220 ok\n'));
	t.is(table.flows[0]?.answer.from.name, 'bob');
	t.is(table.flows[0]?.request.from.tcpPort, 40_000);
});

test('a line without an end is given up, and costs no more', t => {
	const {see, told, table} = watch();
	const talk = new Conversation();
	see(...talk.opens(), ...Array.from({length: 20}, () => talk.asks('x'.repeat(1000))), talk.asks('\nWHO\n'));
	t.deepEqual(told(), ['bob opened']);
	t.is(table.flows[0]?.request.line, undefined);
});

test('a flood of connections pushes out those that ended before those that live', t => {
	const {table, see} = watch();
	const living = new Conversation({number: 1, tcpPort: 1}, {number: 2, tcpPort: 2});
	see(...living.opens());
	const ended = new Conversation({number: 1, tcpPort: 3}, {number: 2, tcpPort: 2});
	see(...ended.opens(), ended.serverResets());
	for (let port = 10; port < MAX_FLOWS + 9; port++) {
		see(...new Conversation({number: 1, tcpPort: port}, {number: 2, tcpPort: 2}).opens().slice(0, 1));
	}

	t.is(table.flows.length, MAX_FLOWS);
	t.is(table.flows[0]?.request.from.tcpPort, 1);
	t.is(table.flows[1]?.request.from.tcpPort, 10);
});
