import test from 'ava';
import {guestsThatFit} from './memory-budget.ts';

const fork = {memoryMiB: 512, boot: 'fork', accelerator: 'tcg'} as const;

test('more forks than cold guests fit into the same memory', t => {
	const host = {availableMiB: 8 * 1024, cores: 64};
	t.true(guestsThatFit(fork, host).guests > guestsThatFit({...fork, boot: 'cold'}, host).guests);
});

test('where memory is plenty, the cores are the limit', t => {
	const {guests, because} = guestsThatFit(fork, {availableMiB: 64 * 1024, cores: 2});
	t.is(guests, 16);
	t.regex(because, /^2 cores/);
});

test('where somebody looks before more come in, memory is the only limit, and what is usual counts', t => {
	const watched = {...fork, isWatched: true};
	t.is(guestsThatFit(watched, {availableMiB: 20 * 1024, cores: 2}).guests, 60);
	t.is(guestsThatFit({...watched, boot: 'cold'}, {availableMiB: 20 * 1024, cores: 2}).guests, 23);
});

test('where memory is short, it says what it takes', t => {
	const {guests, because} = guestsThatFit(fork, {availableMiB: 2048, cores: 8});
	t.is(guests, 1);
	t.is(because, '2048 MiB of memory are free, and a guest takes 620 MiB');
});

test('none fit where there is nothing', t => {
	t.is(guestsThatFit(fork, {availableMiB: 500, cores: 2}).guests, 0);
});
