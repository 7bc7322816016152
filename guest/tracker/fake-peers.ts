import {formatPeerLine} from '../protocol/peer-line.ts';

/** How many peers `-f` invents (docs/protocol.md, section 3.5). */
export const FAKE_PEER_COUNT = 250;

/** Their PEER lines: enough to pass 8 KiB, which kills peers with small buffers. */
export const fakePeerLines: readonly string[] = Array.from({length: FAKE_PEER_COUNT}, (_, n) =>
	formatPeerLine({alias: `fakepeer${n}`, address: '127.0.0.1', port: 11_211 + n}),
);
