import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {logIn} from '../../testbed/log-in.ts';
import {bootVm} from '../../vm/boot-vm.ts';
import {forkVm} from '../../vm/fork-vm.ts';
import {openTemplate} from '../../vm/open-template.ts';
import type {RunningVm} from '../../vm/running-vm.ts';
import {specOf} from '../guest-spec.ts';
import {accelerator, cacheFolder, testImage} from '../test-image.ts';

const {signal: never} = new AbortController();

/** How long the load lasts, in seconds: OSP2P_LOAD_SECONDS=60 for the long version. */
const SECONDS = Number(process.env['OSP2P_LOAD_SECONDS'] ?? 5);

/** Timers, processor and disk at once; says how often a timer of 50 ms rang, how long it all took by the guest's clock, and whether the disk gave back what was written. */
const LOAD = `
now() { echo $(( \${EPOCHREALTIME/./} / 1000 )); }
begin=$(now); end=$(( begin + ${SECONDS * 1000} )); rings=0; wrong=0
( while [ $(now) -lt $end ]; do :; done ) &
( while [ $(now) -lt $end ]; do
	head -c 200000 /dev/urandom > /var/tmp/load; sum=$(sha256sum < /var/tmp/load)
	sync /var/tmp/load; echo 1 > /proc/sys/vm/drop_caches
	[ "$(sha256sum < /var/tmp/load)" = "$sum" ] || echo wrong
done > /var/tmp/wrong ) &
exec 3<> <(:)
while [ \${EPOCHREALTIME/./} -lt \${end}000 ]; do read -rt 0.05 -u 3; rings=$((rings + 1)); done
took=$(( $(now) - begin ))
wait
echo "$rings $(wc -l < /var/tmp/wrong) $took"
`;

test(`a fork under load for ${SECONDS} s behaves as a cold guest does: timers, disk, network`, async t => {
	t.timeout(300_000 + SECONDS * 3000);
	const image = await testImage({signal: never});
	const shape = {image, memoryMiB: 512, cpus: 1};
	const template = await openTemplate(shape, {accelerator, cacheFolder, signal: never});
	const folder = await mkdtemp(`${tmpdir()}/osp2p-load-`);
	t.teardown(() => rm(folder, {recursive: true}));

	const stress = async (start: () => Promise<RunningVm>): Promise<number> => {
		await using vm = await start();
		await using ssh = await logIn(vm, image, {signal: never});
		const startedMs = performance.now();
		const bytes = randomBytes(1_000_000);
		const [load, echo] = await Promise.all([
			ssh.run(['bash', '-c', LOAD], {signal: never}),
			ssh.run(['sha256sum'], {input: bytes, signal: never}),
		]);
		const tookMs = performance.now() - startedMs;
		const [rings = 0, wrong, guestMs = 0] = String(load.stdout).split(' ').map(Number);
		t.log(`${vm.name}: ${rings} timers, ${guestMs} ms by its clock, ${tookMs.toFixed(0)} by ours`);
		t.is(wrong, 0, `${load.stderr}`);
		t.true(guestMs >= SECONDS * 1000 && guestMs <= tookMs + 50, 'its clock runs as ours');
		t.is(String(echo.stdout).split(' ')[0], createHash('sha256').update(bytes).digest('hex'));
		return rings;
	};

	const ofFork = await stress(() => forkVm(template, {...specOf(0, shape), name: 'fork'}, {folder, signal: never}));
	const ofCold = await stress(() => bootVm({...specOf(1, shape), name: 'cold'}, {accelerator, folder, signal: never}));
	// The machine may be busy with others; a timer that was lost in the thaw would not ring at all.
	t.true(ofCold > 0 && ofFork > ofCold / 5, `${ofFork} timers rang in the fork, ${ofCold} in the cold guest`);
});
