/** A path as the file system takes it, from a byte string. */
export const bytePath = (path: string): Buffer => Buffer.from(path, 'latin1');

/**
A word of a command line, from a byte string.

Node passes arguments as UTF-8 only, so bytes that are not UTF-8 come out as U+FFFD: name such files in folders, not on command lines.
*/
export const argumentOf = (word: string): string => Buffer.from(word, 'latin1').toString('utf8');

/** A byte string from text for people, e.g. what the user typed. */
export const byteString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
