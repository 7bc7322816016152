import {quote} from '../../guest/protocol/quoting.ts';
import {paceOf} from '../checks/pace.ts';
import {MAX_SERVICE_SECONDS} from '../checks/serves-through-attack.ts';
import {type Pace, watchWithoutSteal} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import type {Exchange} from '../wire/ask-tracker.ts';
import {getFile} from '../wire/get-file.ts';
import type {HostPort} from '../wire/loopback-connection.ts';
import type {RunContext} from './run-context.ts';

/**
Ask a peer of a run for a file, from the host, and write into the history what it did.

@param actor - Its name.
@param at - Where it serves.
*/
export const askForFile = async (
	actor: string,
	file: string,
	{at, run: {history, pace, signal}}: {readonly at: HostPort; readonly run: RunContext},
): Promise<Exchange & {readonly bytes: Uint8Array}> => {
	const passedMs = watchWithoutSteal(pace);
	const busy: Pace = {
		...pace,
		get slowness() {
			return Math.min(MAX_SLOWNESS, paceOf(history.events)); // How busy an attack keeps a guest turns out meanwhile.
		},
	};
	const sizes = history.events.flatMap(event => (event.type === 'shares' && event.file === file ? [event.bytes] : []));
	const {head, bytes, sha256, broken} = await getFile(at, file, {
		limit: timeoutWithoutSteal(MAX_SERVICE_SECONDS * 1000, busy),
		whole: {bytes: Math.max(1, ...sizes), limit: () => timeoutWithoutSteal(END_MS, busy)},
		signal,
	});
	const data = [`${bytes} bytes, SHA-256 ${sha256}`];
	const exchange = {request: `GET ${quote(file)} OSP2P`, codes: [], data, ...(broken === undefined ? {} : {broken})};
	history.record({type: 'exchange', actor, ...exchange, seconds: passedMs() / 1000});
	return {...exchange, bytes: head};
};

/** So much longer at most: no scenario is to wait for ever. */
const MAX_SLOWNESS = 2;

/** Longest wait for the end of the connection, once all is there, in milliseconds: no claim is made of it here, and it counts as time that the answer took. */
const END_MS = 500;
