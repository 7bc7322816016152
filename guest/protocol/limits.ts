/** Port of the tracker when none is given. Of the original. */
export const DEFAULT_TRACKER_PORT = 11_111;

/** Longest request line in bytes, LF included (docs/protocol.md, section 1.1). An endless line would fill memory. */
export const MAX_LINE_BYTES = 4096;

/** Longest alias in bytes, quoting undone (section 3). Of the original. */
export const MAX_ALIAS_BYTES = 2047;

/** Most files one peer may register (section 3). Of the original; keeps one peer from filling the tracker. */
export const MAX_FILES_PER_PEER = 1000;

/** Longest file name in bytes: what common file systems allow. Longer names cannot be files, so nobody need open them. */
export const MAX_FILE_NAME_BYTES = 255;

/** Time from connecting to a tracker until the first LF must have come, in milliseconds (section 2.4). */
export const FIRST_LINE_TIMEOUT_MS = 60_000;

/** Time between two lines to a tracker, in milliseconds (section 2.4). */
export const NEXT_LINE_TIMEOUT_MS = 600_000;

/** Longest reply a client reads, in bytes. Ours: ten thousand peers take half a mebibyte, a reply without end would fill memory. */
export const MAX_REPLY_BYTES = 4 * 1024 * 1024;

/** Longest data line a client keeps, in bytes. A name of 4 KiB, each byte quoted, takes 12 KiB; longer lines are skipped. */
export const MAX_DATA_LINE_BYTES = 16 * 1024;
