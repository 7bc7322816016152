import test from 'ava';
import {Conversation} from './conversation.ts';
import {faultVerbs} from './fault-verbs.ts';
import {FlowTable} from './flow-table.ts';
import {bytesSent, connected, lineSent, type Moment, nth} from './moment.ts';
import {NetworkFaults} from './network-faults.ts';
import {parseTcpSegment} from './tcp-segment.ts';

/** Faults over a network of which only the frames exist. Station 1 is alice, 2 is bob. */
const network = () => {
	const names = ['tracker', 'alice', 'bob'];
	const injected: string[] = [];
	const flows = new FlowTable({tell: event => faults.see(event), wantsPayload: () => faults.wantsPayload});
	const faults: NetworkFaults = new NetworkFaults(1, {
		names: () => new Set(names),
		flows: () => flows.flows,
		inject: (_frame, from, to) => injected.push(`${from} ${to}`),
	});
	const see = (...frames: readonly Buffer[]) => {
		for (const frame of frames) {
			const segment = parseTcpSegment(frame, 0, frame.length);
			if (segment !== undefined) {
				flows.see(segment, frame, 0, names[frame[11] ?? 0] ?? '', names[frame[5] ?? 0]);
			}

			faults.applyDue();
		}
	};

	const struck = () =>
		names.flatMap(from =>
			names.filter(to => to !== from && faults.links.directionsFor(from, to, 0).length > 0).map(to => `${from} ${to}`),
		);
	return {
		faults,
		see,
		struck,
		injected,
		net: faultVerbs(step => faults.apply(step)),
		when: (moment: Moment) => faultVerbs(step => faults.arm(moment, step)),
	};
};

test('a fault between two strikes both ways, and nobody else', t => {
	const {net, struck} = network();
	net.between('alice', 'bob').becomes({lossShare: 0.5});
	t.deepEqual(struck(), ['alice bob', 'bob alice']);
	net.between('alice', 'bob').heals();
	t.deepEqual(struck(), []);
});

test('a one-way cut leaves the other way open', t => {
	const {net, struck} = network();
	net.oneWay('alice', 'bob').isCut();
	t.deepEqual(struck(), ['alice bob']);
});

test('a cable may be bad in what it sends, hears, or both', t => {
	const {net, struck} = network();
	net.cable('bob', 'heard').becomes({delayMs: 5});
	t.deepEqual(struck(), ['tracker bob', 'alice bob']);
	net.cable('bob', 'sent').becomes({delayMs: 5});
	t.is(struck().length, 4);
});

test('a partition keeps groups apart, leaves out who is in none, and heals', t => {
	const {net, struck} = network();
	net.partition(['tracker'], ['alice']);
	t.deepEqual(struck(), ['tracker alice', 'alice tracker']);
	net.partition(['tracker', 'alice'], ['bob']);
	t.deepEqual(struck(), ['tracker bob', 'alice bob', 'bob tracker', 'bob alice']);
	net.heal();
	t.deepEqual(struck(), []);
});

test('a fault waits for its moment', t => {
	const {when, see, struck, faults} = network();
	when(lineSent({from: 'alice', to: 'bob'}, 'alice asks bob for a', text => text === 'GET a OSP2P')).cut(
		'alice',
		'bob',
	);
	const talk = new Conversation();
	see(...talk.opens(), talk.asks('GET b OSP2P\n'), talk.asks('GET a '));
	t.deepEqual(struck(), []);
	see(talk.asks('OSP2P\n'));
	t.deepEqual(struck(), ['alice bob', 'bob alice']);
	t.deepEqual(faults.ledger.counts, [{link: 'alice ↔ bob', fault: 'is cut, when alice asks bob for a', hits: 0}]);
});

test('the third time counts, once', t => {
	const {when, see, struck, net} = network();
	when(
		nth(
			3,
			lineSent({from: 'alice'}, 'alice wants something', text => text.startsWith('WANT ')),
		),
	).cut('alice', 'bob');
	const talk = new Conversation();
	see(...talk.opens(), talk.asks('WANT a\nWANT b\n'));
	t.deepEqual(struck(), []);
	see(talk.asks('WANT c\n'));
	t.is(struck().length, 2);
	net.heal();
	see(talk.asks('WANT d\nWANT e\nWANT f\n'));
	t.deepEqual(struck(), []);
});

test('after so many bytes of an answer to the right question', t => {
	const {when, see, struck} = network();
	when(bytesSent({from: 'bob', to: 'alice'}, 6, asked => asked.startsWith('GET a ')))
		.oneWay('bob', 'alice')
		.isCut();
	const other = new Conversation({number: 1, tcpPort: 1});
	see(...other.opens(), other.asks('GET b OSP2P\n'), other.answers('123456789'));
	const talk = new Conversation();
	see(...talk.opens(), talk.asks('GET a OSP2P\n'), talk.answers('12345'));
	t.deepEqual(struck(), []);
	see(talk.answers('6'));
	t.deepEqual(struck(), ['bob alice']);
});

test("a moment without names is anybody's, and a connection is opened by its client", t => {
	const {when, see, struck} = network();
	when(connected({from: 'bob'})).cut('alice', 'tracker');
	when(connected({from: 'alice', to: 'bob'})).cut('alice', 'bob');
	see(...new Conversation().opens());
	t.deepEqual(struck(), ['alice bob', 'bob alice']);
});

test('a reset strikes the connection on which the moment was seen, at both ends', t => {
	const {when, see, injected, faults} = network();
	when(lineSent({}, 'somebody says WHO', text => text === 'WHO')).reset();
	const [one, two] = [new Conversation({number: 1, tcpPort: 1}), new Conversation({number: 1, tcpPort: 2})];
	see(...one.opens(), ...two.opens(), two.asks('WHO\n'));
	t.deepEqual([...new Set(injected)], ['alice bob', 'bob alice']);
	t.is(faults.ledger.counts[0]?.hits, 1);
});

test('a reset by name strikes every open connection of the two', t => {
	const {net, see, faults} = network();
	const [one, two, done] = [1, 2, 3].map(tcpPort => new Conversation({number: 1, tcpPort}));
	see(
		...(one?.opens() ?? []),
		...(two?.opens() ?? []),
		...(done?.opens() ?? []),
		done?.serverResets() ?? Buffer.alloc(0),
	);
	net.reset('bob', 'alice');
	t.is(faults.ledger.counts[0]?.hits, 2);
});

test('a fault that is only misnamed never gets on the network', t => {
	const {net, when, struck} = network();
	t.throws(() => net.between('alice', 'carol').isCut(), {name: 'LanError'});
	t.throws(() => net.between('alice', 'bob').becomes({lossShare: 7}), {name: 'LanError'});
	t.throws(() => when(connected({})).partition(['alice'], ['alice']), {name: 'LanError'});
	t.throws(() => net.reset(), {name: 'LanError', message: /No connection is named/});
	t.throws(() => net.reset('bob'), {name: 'LanError', message: /No connection is named/});
	t.deepEqual(struck(), []);
});

test('a heal is counted only where it has to wait', t => {
	const {net, when, see, faults} = network();
	net.heal();
	t.deepEqual(faults.ledger.counts, []);
	when(connected({})).heal();
	t.deepEqual(
		faults.ledger.counts.map(({hits}) => hits),
		[0],
	);
	see(...new Conversation().opens());
	t.deepEqual(
		faults.ledger.counts.map(({hits}) => hits),
		[1],
	);
});

test('whoever listens hears of each fault when it is set, not when it is armed', t => {
	const {net, when, see, faults} = network();
	const heard: string[] = [];
	faults.listeners.add((link, fault) => heard.push(`${link} ${fault}`));
	when(connected({})).cut('alice', 'bob');
	t.deepEqual(heard, []);
	see(...new Conversation().opens());
	net.between('alice', 'tracker').becomes({lossShare: 0.02, delayMs: 40});
	t.deepEqual(heard, [
		'alice ↔ bob is cut, when anybody has connected to anybody',
		'alice ↔ tracker loses 2% of frames',
		'alice ↔ tracker delays by 40 ms',
	]);
});
