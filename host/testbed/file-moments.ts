import {quote} from '../../guest/protocol/quoting.ts';
import {bytesSent, lineSent, type Moment} from '../lan/moment.ts';

/** Something seen on the wire to hang a fault on. */
export type {Moment} from '../lan/moment.ts';

/** `from` has sent the whole request for a file. */
export const fileAsked = (from: string, file: string): Moment =>
	lineSent({from}, `${from} has asked for ${file}`, line => line.startsWith(`GET ${quote(file)} `));

/** `from` has sent so many bytes of a file, on one connection. */
export const fileSent = (from: string, file: string, bytes: number): Moment => ({
	...bytesSent({from}, bytes, line => line.startsWith(`GET ${quote(file)} `)),
	title: `${from} has sent ${bytes} bytes of ${file}`,
});

/** `from` has told the tracker that it has a file. */
export const fileAnnounced = (from: string, file: string): Moment =>
	lineSent({from}, `${from} has announced ${file}`, line => /^HAVE /i.test(line) && line.split(' ')[1] === quote(file));
