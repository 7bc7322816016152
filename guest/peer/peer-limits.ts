/**
Every bound of the peer: default, unit, and what it prevents. `--help` and docs/peer.md are made from this table.

The option's name is the key in kebab-case.
*/
export const LIMITS = {
	maxFileMib: limit(4096, 'MiB', 'Largest file taken from a stranger. An endless one would fill the disk.'),
	keepFreeMib: limit(64, 'MiB', 'Free disk space no download may touch. A full disk harms more than us.'),
	downloadSeconds: limit(3600, 's', 'Most time for one holder to send one file.'),
	firstByteSeconds: limit(
		20,
		's',
		'Most time to the first byte of a download: good peers that serve one after the other let us wait.',
	),
	idleSeconds: limit(15, 's', 'Most time without a byte, to or from a peer. Silence is how the evil hold a place.'),
	minRate: limit(
		1024,
		'bytes/s',
		'Least rate of a transfer, averaged over --rate-seconds. A drip is silence with a disguise.',
	),
	rateSeconds: limit(10, 's', 'Window of that average: a pause of a second costs a good peer nothing.'),
	dialSeconds: limit(5, 's', 'Most time to connect. Two lost SYNs are forgiven (RFC 6298: 1 s, then 2 s more).'),
	connectMs: limit(
		250,
		'ms',
		'Wait before the next holder is dialled beside one that has not answered yet (RFC 8305 recommends 250 ms).',
	),
	maxWaiting: limit(
		24,
		'holders',
		'Most holders at once that were asked for one file and are slow or silent. Trackers list dead peers by the hundred.',
	),
	hedgeMs: limit(
		1500,
		'ms',
		'A holder that sent less than --hedge-rate for so long gets a rival: one lost SYN (1 s) is forgiven first.',
	),
	hedgeRate: limit(64, 'KiB/s', 'What counts as slow there.'),
	rivalSeconds: limit(
		10,
		's',
		'A holder that is still sending after so long gets a rival however fast it is: an endless sender is fast.',
	),
	maxRivals: limit(3, 'holders', 'Most holders that send us the same file fast at once.'),
	maxHolders: limit(
		512,
		'holders',
		'Most holders tried for one file in one round; the best known first, then the last named.',
	),
	rounds: limit(3, 'rounds', 'Times the tracker is asked for holders before a download counts as failed.'),
	maxDownloads: limit(8, 'files', 'Files fetched at once; the others wait their turn.'),
	maxConnections: limit(
		700,
		'connections',
		'Incoming connections in all. A flood must not use up the file descriptors (1024 are common).',
	),
	maxConnectionsPerAddress: limit(
		160,
		'connections',
		'Incoming connections of one address; for more the longest idle one gives way.',
	),
	maxUploads: limit(
		40,
		'uploads',
		'Files sent at once, each with up to 256 KiB of memory; others that asked wait in a queue.',
	),
	maxUploadsPerAddress: limit(
		36,
		'uploads',
		'Files sent to one address at once. The queue takes the address with the fewest first.',
	),
	requestSeconds: limit(10, 's', 'Most time from connecting to a whole request.'),
	lineBytes: limit(
		4096,
		'bytes',
		'Longest request line. The longest sensible one, a name of 255 quoted bytes, has 776.',
	),
	yieldSeconds: limit(
		0.25,
		's',
		'Wait in that queue after which somebody else gives way: one of the address with the most, or a slow reader of the same address.',
	),
	queueSeconds: limit(120, 's', 'Most time in the queue for an upload.'),
	replyMib: limit(4, 'MiB', 'Longest reply of a tracker. Fifty thousand peers fit.'),
	replySeconds: limit(10, 's', 'Most time for a whole reply of the tracker.'),
	keepAliveSeconds: limit(240, 's', 'Time between words to the tracker, which forgets us after 600 s of silence.'),
	reconnectSeconds: limit(8, 's', 'Longest random pause between tries to reach a tracker that is away.'),
	trackerSeconds: limit(30, 's', 'Most time one round of a download waits for a tracker that is away.'),
	folderSeconds: limit(30, 's', 'Most time a download waits for our own folder or disk to take it.'),
	rescanSeconds: limit(30, 's', 'Time between looks at the folder when the system tells of no change.'),
} as const satisfies Readonly<Record<string, Limit>>;

/** A bound as data. */
export type Limit = {readonly value: number; readonly unit: string; readonly why: string};

/** All bounds, in the units of `LIMITS`. */
export type PeerLimits = Readonly<Record<keyof typeof LIMITS, number>>;

/** All bounds as they are without options. */
export const DEFAULT_LIMITS = Object.fromEntries(
	Object.entries(LIMITS).map(([name, {value}]) => [name, value]),
) as PeerLimits;

function limit(value: number, unit: string, why: string): Limit {
	return {value, unit, why};
}
