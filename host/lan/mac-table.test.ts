import test from 'ava';
import {isGroup, MAC_AGE_MS, MAX_MACS, MacTable, macAt} from './mac-table.ts';

test('an address is found where it was last seen', t => {
	const table = new MacTable<string>();
	table.learn(0x02_00_00_00_00_01, 'left', 0);
	table.learn(0x02_00_00_00_00_01, 'right', 1);
	t.is(table.find(0x02_00_00_00_00_01, 2), 'right');
	t.is(table.find(0x02_00_00_00_00_02, 2), undefined);
});

test('an address that says nothing for five minutes is forgotten', t => {
	const table = new MacTable<string>();
	table.learn(2, 'left', 1000);
	t.is(table.find(2, 1000 + MAC_AGE_MS), 'left');
	t.is(table.find(2, 1000 + MAC_AGE_MS + 1), undefined);
});

test('ten thousand made-up addresses cost bounded memory, and the busy one stays known', t => {
	const table = new MacTable<string>();
	for (let index = 0; index < 10_000; index++) {
		table.learn(0x02_00_00_00_00_00 + index * 2 ** 16, 'flood', index);
		table.learn(4, 'busy', index);
	}

	t.is(table.size, MAX_MACS);
	t.is(table.find(4, 10_000), 'busy');
});

test('what was learnt at a port goes when the port goes', t => {
	const table = new MacTable<string>();
	table.learn(2, 'left', 0);
	table.learn(4, 'right', 0);
	table.forget('left');
	t.is(table.find(2, 0), undefined);
	t.is(table.find(4, 0), 'right');
});

test('nobody is behind a group address', t => {
	const table = new MacTable<string>();
	const broadcast = macAt(Buffer.alloc(6, 0xff), 0);
	table.learn(broadcast, 'left', 0);
	t.true(isGroup(broadcast));
	t.true(isGroup(0x01_00_5e_00_00_01));
	t.false(isGroup(0x02_00_00_00_00_01));
	t.is(table.find(broadcast, 0), undefined);
});
