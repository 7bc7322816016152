/** Ports of a guest: where a tracker listens, and the first one that any peer tries (docs/protocol.md, section 4.3). */
export const GUEST_PORTS = {tracker: 11_111, peer: 11_112} as const;

/** Where a guest's agent takes big files, one connection each; closed otherwise. */
export const FILES_PORT = 11_100;
