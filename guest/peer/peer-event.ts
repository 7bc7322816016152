/**
What a peer does, for programs that watch it: one JSON object a line of `--events`.

Names of files are byte strings: one character a byte (docs/protocol.md, section 1.3). `from` and `to` are `a.b.c.d:port`.
*/
export type PeerEvent =
	| {readonly event: 'listening'; readonly address: string; readonly port: number}
	/** The tracker knows us, and every file that was in the folder when we started. */
	| {readonly event: 'registered'; readonly alias: string; readonly files: number}
	| {readonly event: 'announced'; readonly file: string; readonly digest: string}
	/** The file is gone from the folder, and the tracker was told. */
	| {readonly event: 'withdrawn'; readonly file: string}
	/** The tracker does not take the file, most often because it holds another digest for that name. */
	| {readonly event: 'announce-refused'; readonly file: string; readonly because: string}
	| {readonly event: 'download-started'; readonly file: string}
	| {readonly event: 'download-attempt'; readonly file: string; readonly from: string}
	| {readonly event: 'attempt-failed'; readonly file: string; readonly from: string; readonly because: string}
	| {
			readonly event: 'download-done';
			readonly file: string;
			/** The name it has in the folder: `name`, or `name~1~` and so on when other content had that name. */
			readonly savedAs: string;
			readonly bytes: number;
			readonly digest: string;
			readonly from: string;
			readonly seconds: number;
	  }
	/** Our own folder does not take the file now. It is tried again until `--folder-seconds` have passed. */
	| {readonly event: 'download-waiting'; readonly file: string; readonly because: string}
	| {readonly event: 'download-failed'; readonly file: string; readonly because: string}
	| {readonly event: 'upload-started'; readonly file: string; readonly to: string}
	| {
			readonly event: 'upload-done';
			readonly file: string;
			readonly to: string;
			readonly bytes: number;
			readonly seconds: number;
	  }
	| {
			readonly event: 'upload-failed';
			readonly file: string;
			readonly to: string;
			readonly bytes: number;
			readonly because: string;
	  }
	/** A connection that got no byte. `times` counts those of the same address since the last such event. */
	| {readonly event: 'refused'; readonly from: string; readonly because: string; readonly times: number}
	| {readonly event: 'tracker-lost'; readonly because: string}
	| {readonly event: 'tracker-back'}
	/** Something a person should know that no other event tells. */
	| {readonly event: 'warning'; readonly text: string}
	| {readonly event: 'exiting'; readonly because: string};

/** Takes an event as it happens; never throws and never waits. */
export type Tell = (event: PeerEvent) => void;
