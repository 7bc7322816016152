import test from 'ava';
import fc from 'fast-check';
import {seededRandom} from '../../guest/net/seeded-random.ts';
import {FateOfFrames} from './fate-of-frame.ts';
import type {LinkFaults} from './link-faults.ts';

const share = fc.constantFrom(0, 0.01, 0.3, 1);
const faults = fc
	.record({
		lossShare: share,
		duplicateShare: share,
		reorderShare: share,
		corruptShare: share,
		delayMs: fc.constantFrom(0, 5, 40),
		bytesPerSecond: fc.option(fc.integer({min: 1000, max: 1_000_000}), {nil: undefined}),
	})
	.chain(({bytesPerSecond, ...others}) =>
		fc
			.integer({min: 0, max: others.delayMs})
			.map(
				(jitterMs): LinkFaults => ({...others, jitterMs, ...(bytesPerSecond === undefined ? {} : {bytesPerSecond})}),
			),
	);

/** Frames of so many bytes, each so long after the one before. */
const frames = fc.array(
	fc.record({bytes: fc.integer({min: 60, max: 1514}), gapMs: fc.constantFrom(0, 0, 0.1, 3, 50)}),
	{minLength: 1, maxLength: 60},
);

/** Send frames through a link. */
const send = (
	sent: ReadonlyArray<{readonly bytes: number; readonly gapMs: number}>,
	link: LinkFaults,
	seed: number,
) => {
	const fates = new FateOfFrames(seededRandom(seed, 'a → b'));
	let nowMs = 0;
	return sent.map(({bytes, gapMs}) => {
		nowMs += gapMs;
		return {bytes, sentMs: nowMs, ...fates.decide(bytes, nowMs, link)};
	});
};

const holds = (law: (results: ReturnType<typeof send>, link: LinkFaults) => boolean, links = faults): void => {
	fc.assert(
		fc.property(frames, links, fc.integer(), (sent, link, seed) => law(send(sent, link, seed), link)),
		{numRuns: 300},
	);
};

test.serial('nothing is lost that was not dropped on purpose', t => {
	holds(results =>
		results.every(
			({copies, hits}) => copies.length > 0 || hits.includes('loss') || hits.includes('rate') || hits.includes('cut'),
		),
	);
	holds(
		results => results.every(({copies}) => copies.length === 1),
		faults.map(({lossShare: _, duplicateShare: __, bytesPerSecond: ___, ...others}) => others),
	);
	t.pass();
});

test.serial('frames keep their order unless others are let past', t => {
	holds(
		results => {
			const arrivals = results.flatMap(({copies}) => copies.map(({dueMs}) => dueMs));
			return arrivals.every((dueMs, index) => index === 0 || dueMs >= (arrivals[index - 1] ?? 0));
		},
		faults.map(({reorderShare: _, ...others}) => others),
	);
	t.pass();
});

test.serial('no stretch of time carries more than the rate and one frame', t => {
	holds((results, {bytesPerSecond}) => {
		if (bytesPerSecond === undefined) {
			return true;
		}

		const arrivals = results
			.flatMap(({bytes, copies}) => copies.map(({dueMs}) => ({bytes, dueMs})))
			.toSorted((left, right) => left.dueMs - right.dueMs);
		return arrivals.every(({dueMs: fromMs}, first) => {
			let carried = 0;
			return arrivals.slice(first + 1).every(({bytes, dueMs}) => {
				carried += bytes;
				return carried <= ((dueMs - fromMs) / 1000) * bytesPerSecond + 0.001;
			});
		});
	});
	t.pass();
});

test.serial('no frame arrives before its delay, nor much after it on an empty link', t => {
	holds((results, {delayMs = 0, jitterMs = 0}) =>
		results.every(({sentMs, copies}) => copies.every(({dueMs}) => dueMs >= sentMs + delayMs - jitterMs - 1e-9)),
	);
	const [only] = send([{bytes: 1000, gapMs: 7}], {delayMs: 40, bytesPerSecond: 100_000}, 1);
	t.is(only?.copies[0]?.dueMs, 57);
});

test.serial('the same seed over the same frames does the same', t => {
	fc.assert(
		fc.property(frames, faults, fc.integer(), (sent, link, seed) => {
			t.deepEqual(send(sent, link, seed), send(sent, link, seed));
		}),
		{numRuns: 20},
	);
});

test('one fault does not shift the random choices of another', t => {
	const many = Array.from({length: 200}, () => ({bytes: 100, gapMs: 1}));
	const lost = (link: LinkFaults) => send(many, link, 7).map(({copies}) => copies.length === 0);
	t.deepEqual(
		lost({lossShare: 0.1}),
		lost({lossShare: 0.1, delayMs: 40, jitterMs: 9, duplicateShare: 0.5, corruptShare: 1}),
	);
});

test('a share is the share of frames it strikes', t => {
	const many = Array.from({length: 20_000}, () => ({bytes: 100, gapMs: 1}));
	const count = (link: LinkFaults) => send(many, link, 3).filter(({hits}) => hits.length > 0).length;
	for (const kind of ['lossShare', 'duplicateShare', 'reorderShare', 'corruptShare'] as const) {
		const struck = count({[kind]: 0.02});
		t.true(Math.abs(struck - 400) < 80, `${kind} struck ${struck} of 20000`);
	}
});

test('what does not fit the queue is lost; the queue empties at the rate', t => {
	const burst = Array.from({length: 20}, () => ({bytes: 1000, gapMs: 0}));
	const results = send(burst, {bytesPerSecond: 10_000, queueBytes: 5000}, 1);
	t.is(results.filter(({copies}) => copies.length > 0).length, 6); // One on its way, five waiting.
	t.deepEqual(
		results.slice(0, 3).map(({copies}) => copies[0]?.dueMs),
		[100, 200, 300],
	);
	t.true(results.slice(6).every(({hits}) => hits.includes('rate')));
});

test('a rate that nothing waits for has struck nothing', t => {
	t.deepEqual(
		send(
			[
				{bytes: 100, gapMs: 0},
				{bytes: 100, gapMs: 50},
			],
			{bytesPerSecond: 1_000_000},
			1,
		).flatMap(({hits}) => hits),
		[],
	);
});

test('frames sent after a link is healed do not overtake those under way', t => {
	const fates = new FateOfFrames(seededRandom(1, 'x'));
	fates.decide(100, 0, {delayMs: 1000});
	t.is(fates.decide(100, 1, {}).copies[0]?.dueMs, 1000);
	t.is(fates.lastDueMs, 1000);
	t.is(fates.decide(100, 2000, {}).copies[0]?.dueMs, 2000);
});
