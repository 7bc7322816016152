import test from 'ava';
import {startProgress} from './mmdebstrap.ts';

const lines = [
	'I: automatically chosen mode: root',
	'I: running apt-get update...',
	'Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]',
	'I: downloading packages with apt...',
	'I: extracting archives...',
	'I: installing essential packages...',
	'Setting up libc6:amd64 (2.36-9+deb12u10) ...',
	'I: installing remaining packages inside the chroot...',
	'0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.',
	'Unpacking systemd (252.38-1~deb12u1) ...',
	'Unpacking udev (252.38-1~deb12u1) ...',
	'Setting up systemd (252.38-1~deb12u1) ...',
	'Setting up udev (252.38-1~deb12u1) ...',
	'I: cleaning package lists and apt cache...',
	'I: creating tarball...',
	'I: success in 29.8275 seconds',
];

test('it goes from 0 to 1 and never back', t => {
	const progress = startProgress();
	const fractions = lines.flatMap(line => progress(line)?.fraction ?? []);
	t.deepEqual(
		fractions,
		fractions.toSorted((a, b) => a - b),
	);
	t.is(fractions.at(-1), 1);
});

test('each package moves it', t => {
	const progress = startProgress();
	const told = lines.slice(0, 13).map(line => progress(line));
	t.is(told[2], undefined);
	t.deepEqual(told.at(-1), {fraction: 0.94, detail: 'installing packages'});
	t.true((told[9]?.fraction ?? 0) > (told[7]?.fraction ?? 1));
});
