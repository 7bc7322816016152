import {formatReply} from '../protocol/reply.ts';

/** What the tracker says before it is asked (docs/protocol.md, section 2.3). */
export const GREETING = formatReply({
	code: 200,
	context: ['This is an OSP2P tracker.', 'HELP tells what can be asked.'],
	text: 'Go ahead.',
});

export const HELP = formatReply({
	code: 200,
	context: [
		'ADDR alias a.b.c.d:port     register as a peer that listens there',
		'HAVE file [digest]          offer a file; digest as MD5SUM tells it',
		'DONTHAVE file               offer it no longer',
		'WANT file                   who offers it',
		'LIST, WHO                   all files, all peers',
		'MD5SUM file                 the digest of a file',
		'CHECKPEER alias a.b.c.d:port  whether that peer is connected',
		'NOTIFY, NONOTIFY            call me, or no longer, when a peer registers',
		'BLOCKNOTIFY                 answer when another peer registers',
		'QUIT                        leave',
	],
	text: 'Names are quoted: %20 is a blank.',
});

export const GOODBYE = formatReply({code: 200, text: 'Goodbye.'});
export const DONE = formatReply({code: 200, text: 'Done.'});
export const REGISTERED = formatReply({code: 200, text: 'Registered.'});
export const TOO_SLOW = formatReply({code: 500, text: 'You were silent for too long.'});
export const NO_ROOM = formatReply({code: 500, text: 'No room: your address has the most connections.'});

export const NOTHING_TO_DO = formatReply({code: 220, text: 'There was nothing to do.'});
export const ALREADY_OFFERED = formatReply({code: 220, text: 'You offer that file already.'});

export const NOBODY_HAS_IT = formatReply({code: 300, text: 'Nobody offers that file.'});
export const NO_DIGEST = formatReply({code: 300, text: 'No digest is known for that file.'});
export const NO_SUCH_PEER = formatReply({code: 300, text: 'No such peer is connected.'});
export const TOO_MANY_FILES = formatReply({code: 300, text: 'You offer as many files as anybody may.'});
export const REGISTER_FIRST = formatReply({
	code: 300,
	context: ['Only registered peers may do that.'],
	text: 'Register with ADDR first.',
});
export const ONCE_ONLY = formatReply({
	code: 300,
	context: ['You have registered on this connection.'],
	text: 'Open another one to register again.',
});
export const OTHER_DIGEST = formatReply({
	code: 500,
	context: ['That file is known with another digest.', 'The first digest stays while anybody offers the file.'],
	text: 'Choose another name, or check your file.',
});

/** ADDR named an address that is not the connection's own; ours are only context lines, the verdict follows. */
export const otherAddress = (said: string, source: string): string =>
	[
		`220-You said ${said}, but this connection comes from ${source}.`,
		`220-You are registered at ${source}, with the port you gave.`,
		'220-If you are behind a router that changes addresses,',
		'220-make sure that it lets connections to that port through.\n',
	].join('\n');

/** Only peers on the tracker's own machine count, and this is none (section 3.5). */
export const OUTSIDE = formatReply({
	code: 220,
	context: ['This tracker serves peers of its own machine only.', 'You may ask, but you will not be listed.'],
	text: 'Not registered.',
});
