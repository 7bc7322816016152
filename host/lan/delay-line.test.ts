import test from 'ava';
import fc from 'fast-check';
import {DelayLine} from './delay-line.ts';
import {Port} from './port.ts';

/** A port that writes down what it is sent. */
class ListeningPort extends Port {
	readonly heard: string[] = [];

	override send(frames: Buffer): void {
		this.heard.push(frames.toString('latin1'));
	}
}

test.serial('frames leave by their time, and by their entry where times are equal', t => {
	fc.assert(
		fc.property(fc.array(fc.nat(20), {maxLength: 80}), times => {
			using line = new DelayLine();
			const port = new ListeningPort('a', 0);
			const far = performance.now() + 100_000;
			for (const [index, time] of times.entries()) {
				line.add(Buffer.from(`${index}`), port, far + time);
			}

			line.run(far + 10);
			const early = port.heard.length;
			line.run(far + 20);
			const wanted = times
				.map((time, index) => ({time, index}))
				.toSorted((left, right) => left.time - right.time || left.index - right.index);
			t.is(early, times.filter(time => time <= 10).length);
			t.deepEqual(
				port.heard,
				wanted.map(({index}) => String(index)),
			);
		}),
		{numRuns: 50},
	);
});

test('a later frame does not put off an earlier one', async t => {
	using line = new DelayLine();
	const port = new ListeningPort('a', 0);
	const now = performance.now();
	line.add(Buffer.from('late'), port, now + 60_000);
	line.add(Buffer.from('soon'), port, now + 5);
	await new Promise<void>(resolve => {
		const look = () => (port.heard.length > 0 ? resolve() : setImmediate(look));
		look();
	});
	t.deepEqual(port.heard, ['soon']);
	t.true(performance.now() - now < 30_000); // How exact a delay is, is measured by `npm run bench:lan`.
});
