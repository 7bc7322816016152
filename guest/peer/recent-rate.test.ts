import test from 'ava';
import {RecentRate} from './recent-rate.ts';

test('the rate is that of the last seconds, whatever was before', t => {
	const rate = new RecentRate({nowMs: 0});
	for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
		rate.add(1000, nowMs);
	}

	t.true(Math.abs(rate.perSecond(60_000) - 10_000) < 500, `${rate.perSecond(60_000)}`);
	t.true(rate.perSecond(63_000) < 4000);
	t.is(rate.perSecond(70_000), 0);
	rate.add(8000, 71_000);
	t.true(rate.perSecond(71_000) > 1000);
});
