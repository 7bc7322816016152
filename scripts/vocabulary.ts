/** A word that is replaced by the field's own. */
export type ReplacedWord = {
	/** What the field says. */
	readonly say: string;
	/** What must not stand in code, comments, messages or file names. */
	readonly not: RegExp;
	/** How it once stood there, each found by the pattern. */
	readonly once: readonly string[];
};

/**
The words that our code once had for what has a name in the field.

Ordinary English stays: by hand, part of, on a desk, what this means. So do the formats that users read: ids of checks, types of events, fields of JSON, names of roles.
*/
export const REPLACED: readonly ReplacedWord[] = [
	{
		say: 'randomness, seed, entropy',
		not: /luck/i,
		once: ['does not shift the luck of another', 'seededLuck(seed)', 'seeded-luck.ts'],
	},
	{
		say: 'guest agent, its control channel, start a worker',
		not: /\bHand\b(?! in\b)|#hand\b|\bhand(?:ed-program|-files|-home|-tidy|-messages)?\.(?:pl|ts|test)\b|\b(?:a|the|our|its|harness's) hand\b(?!-out)|\bguest\.hand\b|\bhandOn\(|\breachInto\b|\b[Gg]rip\b|\b[Ee]mploy(?:s|ed|er)?\b/,
		once: [
			'readonly hand: Hand;',
			'see hand.pl',
			"The harness's hand in a guest",
			'await grip.kill()',
			'this.#employ(program)',
		],
	},
	{
		say: 'link direction, link table, impairment',
		not: /\b[Ll]anes?\b|\bLane[A-Z]|[a-z]Lane\b|lane-book|[Dd]etour/,
		once: [
			'new LaneBook(seed)',
			'lane-book.ts',
			'readonly lanes: readonly Lane[]',
			'this.#detour(side)',
			'type Detoured',
		],
	},
	{say: 'read coalescing', not: /breather/i, once: ['new Breather()', 'breather.ts']},
	{
		say: 'tracker state, connection context, slow reader',
		not: /\bDesk\b|#desk\b|[Cc]onnection-?[Rr]oom|[Hh]oarder/,
		once: ['const desk: Desk = {', 'connection-room.ts', 'ConnectionRoom', 'implements Hoarder', 'oldest hoarders'],
	},
	{
		say: 'semaphore, capacity',
		not: /\bnew Room\b|\bclass Room\b|\broom(?:ToSpare|ForMore)\b|\broom-(?:to-spare|for-more)\b|\b(?:asThereIs|until)Room\b|\/room\.ts/,
		once: ['new Room(most)', 'export class Room {', 'roomToSpare(', "from './room.ts'", 'room-for-more.ts'],
	},
	{
		say: 'reference program',
		not: /\bsound (?:control|program|stranger|one)s?\b/i,
		once: ['The sound control last', 'green on the sound controls', 'passes a sound stranger'],
	},
	{
		say: 'mutant',
		not: /\bcontrols\/|ospcontrol|\bcontrol-?(?:[Pp]eer|[Tt]racker|[Rr]egistry)\b|\b(?:bundle|judge|network-?)[Cc]ontrols\b|\bcontrols? with (?:a|no) hole|\bsome control\b/,
		once: [
			'host/controls/judge.ts',
			'dist/ospcontrol',
			'control-peer.ts',
			'bundleControls(',
			'a control with a hole',
			'failed by some control',
		],
	},
	{
		say: 'options, argv',
		not: /\b[Ww]ish(?:es)?\b|[a-z]Wish\b|\bWish[A-Z]|(?:[Pp]eer|[Tt]racker)Words\b|program-words|WordTable|\[words\.\.\]/,
		once: ['type PeerWish = {', 'const wish = {', 'anyPeerWords(', 'program-words.ts', 'run <what> [words..]'],
	},
	{
		say: 'participant, run context',
		not: /\b[Bb]ackstage\b|\b[Cc]rew\b|[Cc]rewMember|OnStage\b|on-stage\b|\b[Ss]tage\b|[a-z]Stage\b|\b[Ss]taged/,
		once: [
			'backstage.ts',
			'gather the crew',
			'CrewMember[]',
			'PeerOnStage',
			'peer-on-stage.ts',
			'StagedProgram',
			'setStage(',
			'PeerStage',
		],
	},
	{
		say: 'scenario, steps',
		not: /\b[Ss]tor(?:y|ies)\b(?!-end)|\b[Ss]tory[A-Z_]|[a-z]Story\b|\basync play\(\{|\bscenario\.play\(/,
		once: [
			'The story is told',
			'stories',
			'StoryError',
			'storyEndedAt',
			'deafStory',
			'async play({tracker})',
			'$story_free',
		],
	},
	{
		say: 'resource limits, options, context',
		not: /\bMeans\b(?= =|[,;)])|\bmeans: (?:Means|\{)|staysWithinMeans|stays-within-means\.|\bits means\b/,
		once: ['type Means = {', 'means: Means', 'staysWithinMeans', 'stays-within-means.ts', 'within its means'],
	},
	{
		say: 'steal time, time without steal',
		not: /\bfair(?:Ms|Timeout|Watch)\b|fair-timeout|\bfair time\b|\blo(?:ss|st)ToOthers|\bloss-to-others|\blostMs\b|\b(?:guest|harness|processes)Los[st]/,
		once: [
			'fairTimeout(50)',
			'fair-timeout.ts',
			'fair time',
			'lossToOthers(look)',
			'lostToOthersMs',
			'readonly lostMs?',
			'guestLoss(pid)',
		],
	},
];
