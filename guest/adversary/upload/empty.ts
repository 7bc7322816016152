import {uploadAttack} from '../evil-uploader.ts';

/** A tidy end without a byte: an error, or an empty file? The protocol cannot tell (docs/protocol.md, section 4.1). */
export const empty = uploadAttack({
	name: 'empty',
	title: 'closes without sending a byte',
	async answer({socket, strike}) {
		socket.end();
		strike();
	},
});
