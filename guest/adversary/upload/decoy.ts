import {uploadAttack} from '../evil-uploader.ts';
import {send} from '../wire.ts';

/** A harmless stand-in that a person might run. */
const DECOY = '#!/bin/sh\necho "You asked for something else."\n';

/** The same little script whatever was asked for. */
export const decoy = uploadAttack({
	name: 'decoy',
	title: 'sends the same decoy for every name',
	async answer({socket, strike}) {
		if (await send(socket, DECOY)) {
			strike();
		}
	},
});
