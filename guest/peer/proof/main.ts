import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../../net/undecided-until-told.ts';
import {fuzzPeer} from './fuzz-peer.ts';
import {startFuzzedPeer} from './fuzzed-peer.ts';

undecidedUntilTold();

/*
Random traffic against a peer, by hand: a crowd of strangers, and good readers among them.

	node guest/peer/proof/main.ts [--seconds 600] [--seed 1]
*/
const {values} = parseArgs({
	options: {seconds: {type: 'string', default: '600'}, seed: {type: 'string', default: '1'}},
});
const seed = Number(values.seed);
await using peer = await startFuzzedPeer({seed});
const before = peer.program.usage();
const samples = setInterval(() => process.stdout.write(`${JSON.stringify(peer.program.usage())}\n`), 10_000);
const report = await fuzzPeer(peer, {
	seed,
	files: peer.files,
	strangers: 1,
	goodDownloads: 1,
	seconds: Number(values.seconds),
});
clearInterval(samples);
process.stdout.write(`${JSON.stringify({seed, before, after: peer.program.usage(), ...report}, undefined, '\t')}\n`);
process.exitCode = report.wrong.length === 0 ? 0 : 1;
