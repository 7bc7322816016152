import {type FileName, parseFileName} from '../protocol/file-name.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';

/**
Whether a file of this name is offered to others.

Sources and backups (`*.c`, `*.h`, `*~`) are not, as in the original; nor are downloads on their way.

@see docs/protocol.md, section 4.3
*/
export const isShareable = (name: string): name is FileName =>
	isFileName(name) && !/(?:\.[ch]|~)$/.test(name) && !isPartialName(name);

/** Name of a download on its way: hidden, with the process that writes it, so that a later start can tell whose it was. */
export const partialName = ({pid, unique}: {readonly pid: number; readonly unique: string}): FileName =>
	parseFileName(`.osp2p-${pid}-${unique}.part`);

/** Whether a name is one that `partialName()` makes. */
const isPartialName = (name: string): boolean => writerOfPartial(name) !== undefined;

/** The process that wrote a download on its way; undefined for any other name. */
export const writerOfPartial = (name: string): number | undefined => {
	const [, pid] = /^\.osp2p-(\d{1,10})-[0-9a-f]+\.part$/.exec(name) ?? [];
	return pid === undefined ? undefined : Number(pid);
};

const isFileName = (name: string): boolean => {
	try {
		parseFileName(name);
		return true;
	} catch (error) {
		if (error instanceof ProtocolError) {
			return false;
		}

		throw error;
	}
};
