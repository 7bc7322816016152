import type {Attack} from './attack.ts';
import {connectionFlood} from './server/connection-flood.ts';
import {endlessRequest} from './server/endless-request.ts';
import {hangUp} from './server/hang-up.ts';
import {longNames} from './server/long-names.ts';
import {neverAsk} from './server/never-ask.ts';
import {neverRead} from './server/never-read.ts';
import {oddNames} from './server/odd-names.ts';
import {oddRequests} from './server/odd-requests.ts';
import {requestFlood} from './server/request-flood.ts';
import {slowAsk} from './server/slow-ask.ts';
import {traversal} from './server/traversal.ts';
import {badPeerLines} from './tracker/bad-peer-lines.ts';
import {closeMidReply} from './tracker/close-mid-reply.ts';
import {deadPeers} from './tracker/dead-peers.ts';
import {endlessReply} from './tracker/endless-reply.ts';
import {endlessReplyLine} from './tracker/endless-reply-line.ts';
import {garbage} from './tracker/garbage.ts';
import {garbageDigest} from './tracker/garbage-digest.ts';
import {millionPeers} from './tracker/million-peers.ts';
import {neverEndingReply} from './tracker/never-ending-reply.ts';
import {oneBytePackets} from './tracker/one-byte-packets.ts';
import {silentTracker} from './tracker/silent-tracker.ts';
import {baitFlood} from './tracker-client/bait-flood.ts';
import {endlessLine} from './tracker-client/endless-line.ts';
import {foreignAddress} from './tracker-client/foreign-address.ts';
import {forgedAlias} from './tracker-client/forged-alias.ts';
import {longAlias} from './tracker-client/long-alias.ts';
import {notifyTrap} from './tracker-client/notify-trap.ts';
import {oddLines} from './tracker-client/odd-lines.ts';
import {trackerRequestFlood} from './tracker-client/request-flood.ts';
import {squat} from './tracker-client/squat.ts';
import {trackerFlood} from './tracker-client/tracker-flood.ts';
import {unreadReplies} from './tracker-client/unread-replies.ts';
import {wrongDigest} from './tracker-client/wrong-digest.ts';
import {decoy} from './upload/decoy.ts';
import {drip} from './upload/drip.ts';
import {empty} from './upload/empty.ts';
import {endlessFile} from './upload/endless-file.ts';
import {endlessNoise} from './upload/endless-noise.ts';
import {endlessPattern} from './upload/endless-pattern.ts';
import {endlessZeros} from './upload/endless-zeros.ts';
import {longTail} from './upload/long-tail.ts';
import {neverCloses} from './upload/never-closes.ts';
import {oneWrongByte} from './upload/one-wrong-byte.ts';
import {requestAsAnswer} from './upload/request-as-answer.ts';
import {resetMidway} from './upload/reset-midway.ts';
import {silence} from './upload/silence.ts';
import {stallMidway} from './upload/stall-midway.ts';
import {truncated} from './upload/truncated.ts';
import {wrongBytes} from './upload/wrong-bytes.ts';

/**
Every bad habit we know. The place in this list, from 1, is the number that `-b` takes: add at the end of a group only
in a new version, for course scripts name them by number.
*/
export const ATTACKS: readonly Attack[] = [
	// Uploaders: the victim downloads from them.
	endlessPattern,
	endlessFile,
	endlessZeros,
	endlessNoise,
	wrongBytes,
	oneWrongByte,
	truncated,
	longTail,
	silence,
	stallMidway,
	drip,
	empty,
	resetMidway,
	decoy,
	requestAsAnswer,
	neverCloses,
	// Downloaders: the victim is a peer that serves.
	traversal,
	longNames,
	oddNames,
	oddRequests,
	endlessRequest,
	requestFlood,
	connectionFlood,
	neverAsk,
	slowAsk,
	neverRead,
	hangUp,
	// Clients of a tracker: the victim is the tracker.
	baitFlood,
	wrongDigest,
	squat,
	forgedAlias,
	longAlias,
	foreignAddress,
	oddLines,
	endlessLine,
	trackerRequestFlood,
	unreadReplies,
	trackerFlood,
	notifyTrap,
	// Trackers: the victims are their clients.
	endlessReply,
	endlessReplyLine,
	neverEndingReply,
	garbage,
	millionPeers,
	deadPeers,
	oneBytePackets,
	closeMidReply,
	silentTracker,
	badPeerLines,
	garbageDigest,
];
