import {connect, type Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import type {Address} from './attack.ts';

/** How long an attacker waits for a victim to take a connection, in milliseconds: a crowd at the door of an emulated victim loses SYNs, which come again after 1, 3 and 7 s. */
const DIAL_MS = 10_000;

/**
Connect without ever failing loudly: a victim that is gone, full or refusing is not the attacker's problem.

@returns The open socket, which is destroyed when `signal` aborts; undefined when there was none to be had.
*/
export const reach = async (
	{address, port}: Address,
	{signal, from}: {readonly signal: AbortSignal; readonly from?: string},
): Promise<Socket | undefined> => {
	if (signal.aborted) {
		return undefined;
	}

	const socket = connect({host: address, port, ...(from === undefined ? {} : {localAddress: from})});
	tame(socket, signal);
	const opened = Promise.withResolvers<boolean>();
	socket.once('connect', () => opened.resolve(true));
	socket.once('close', () => opened.resolve(false));
	const giveUp = setTimeout(() => socket.destroy(), DIAL_MS);
	const isOpen = await opened.promise;
	clearTimeout(giveUp);
	return isOpen ? socket : undefined;
};

/** Makes a socket die with the attack, and die quietly: resets are part of the trade. */
export const tame = (socket: Socket, signal: AbortSignal): void => {
	const tamed = tamedUntil.get(signal) ?? dyingWith(signal);
	socket.on('error', () => {});
	tamed.add(socket);
	socket.once('close', () => tamed.delete(socket));
};

/** One listener for all sockets of an attack: a signal goes through those it has whenever it gets another, and crowds are large. */
const dyingWith = (signal: AbortSignal): Set<Socket> => {
	const sockets = new Set<Socket>();
	tamedUntil.set(signal, sockets);
	signal.addEventListener('abort', () => sockets.forEach(socket => void socket.destroy()), {once: true});
	return sockets;
};

const tamedUntil = new WeakMap<AbortSignal, Set<Socket>>();

/**
Write, and wait until the victim made room for more.

@returns False once the victim is gone.
*/
export const send = async (socket: Socket, bytes: Uint8Array | string): Promise<boolean> => {
	if (socket.destroyed || !socket.writable) {
		return false;
	}

	const chunk = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
	if (socket.write(chunk)) {
		return true;
	}

	const room = Promise.withResolvers<boolean>();
	const onDrain = () => room.resolve(true);
	const onClose = () => room.resolve(false);
	socket.once('drain', onDrain).once('close', onClose);
	const hasRoom = await room.promise;
	socket.off('drain', onDrain).off('close', onClose);
	return hasRoom;
};

/**
Let time pass, unless the connection ends first.

@returns False once the victim is gone.
*/
export const linger = async (socket: Socket, ms: number): Promise<boolean> => {
	if (socket.destroyed) {
		return false;
	}

	const over = Promise.withResolvers<void>();
	const timer = setTimeout(over.resolve, ms);
	socket.once('close', over.resolve);
	await over.promise;
	clearTimeout(timer);
	socket.off('close', over.resolve);
	return !socket.destroyed;
};

/** Time that passes, or the end of the attack, whichever comes first. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
	await delay(ms, undefined, {signal}).catch(() => {});
};

/** Resolves when the connection is over in both directions, or was never more than that. */
export const closed = async (socket: Socket): Promise<void> => {
	if (!socket.destroyed) {
		const over = Promise.withResolvers<void>();
		socket.once('close', () => over.resolve());
		await over.promise;
	}
};

/** What was heard: its length in all, and its beginning. */
export type Heard = {readonly bytes: number; readonly head: Buffer};

/** Everything a victim says until it stops, at most `maxBytes` of it and for at most `withinMs`. */
export const hear = async (
	socket: Socket,
	{maxBytes, withinMs}: {readonly maxBytes: number; readonly withinMs: number},
): Promise<Heard> => {
	const head: Buffer[] = [];
	let bytes = 0;
	let kept = 0;
	const over = Promise.withResolvers<void>();
	const giveUp = setTimeout(() => over.resolve(), withinMs);
	socket.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (kept < maxBytes) {
			head.push(chunk.subarray(0, maxBytes - kept));
			kept += Math.min(chunk.length, maxBytes - kept);
		} else {
			over.resolve();
		}
	});
	socket.once('end', () => over.resolve());
	socket.once('close', () => over.resolve());
	await over.promise;
	clearTimeout(giveUp);
	socket.destroy();
	return {bytes, head: Buffer.concat(head)};
};

/** Resolves when a signal aborts. */
export const ended = async (signal: AbortSignal): Promise<void> => {
	if (!signal.aborted) {
		const over = Promise.withResolvers<void>();
		signal.addEventListener('abort', () => over.resolve(), {once: true});
		await over.promise;
	}
};

/** The IPv4 address of the other side. */
export const addressOf = (socket: Socket): string => (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
