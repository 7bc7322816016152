import test from 'ava';
import {fuzzPeer} from './proof/fuzz-peer.ts';
import {startFuzzedPeer} from './proof/fuzzed-peer.ts';
import {STRANGERS} from './proof/strangers.ts';

const seed = 20_261_122;

test(`200 good downloads among 1000 hostile connections, then ten seconds more (seed ${seed})`, async t => {
	t.timeout(180_000);
	await using peer = await startFuzzedPeer({seed});
	const before = peer.program.usage();
	let mostMiB = 0;
	let mostDescriptors = 0;
	const sample = (): void => {
		const {residentMiB = 0, descriptors = 0} = peer.program.usage() ?? {};
		mostMiB = Math.max(mostMiB, residentMiB);
		mostDescriptors = Math.max(mostDescriptors, descriptors);
	};
	const sampling = setInterval(sample, 100);
	const first = await fuzzPeer(peer, {seed, files: peer.files, strangers: 1000, goodDownloads: 200});
	const afterFirstMiB = peer.program.usage()?.residentMiB ?? 0;
	const second = await fuzzPeer(peer, {seed: seed + 1, files: peer.files, strangers: 1, goodDownloads: 1, seconds: 10});
	clearInterval(sampling);
	t.log({
		first,
		second: {...second, strangers: Object.values(second.strangers).reduce((sum, count) => sum + count, 0)},
		before,
		mostMiB,
		mostDescriptors,
	});

	t.deepEqual(Object.keys(first.strangers).sort(), Object.keys(STRANGERS).sort(), 'every kind of stranger came');
	t.deepEqual([...first.wrong, ...second.wrong], []);
	if (before === undefined) {
		return; // No /proc here: that it served all along has been seen.
	}

	t.true(mostMiB < 150, `${mostMiB} MiB`);
	t.true(mostDescriptors < 900, `${mostDescriptors} descriptors`);
	const afterMiB = peer.program.usage()?.residentMiB ?? 0;
	t.true(afterMiB < afterFirstMiB + 20, `memory is flat: ${afterFirstMiB} MiB, then ${afterMiB} MiB`);

	// Strangers that just hang on are dropped at their limits.
	for (const deadline = performance.now() + 20_000; performance.now() < deadline; ) {
		if ((peer.program.usage()?.descriptors ?? 0) <= before.descriptors) {
			break;
		}

		await new Promise(resolve => setTimeout(resolve, 100));
	}

	t.true((peer.program.usage()?.descriptors ?? 0) <= before.descriptors, 'every descriptor is given back');
});
