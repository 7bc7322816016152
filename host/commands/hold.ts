import type {Testbed} from '../testbed/testbed.ts';
import type {Surroundings} from './surroundings.ts';

/** Leave the nodes up, tell how to look into each, and wait for Enter or Ctrl-C. */
export const hold = async (
	{nodes}: Testbed,
	{tell, enterOrCtrlC}: Pick<Surroundings, 'tell' | 'enterOrCtrlC'>,
): Promise<void> => {
	const width = Math.max(...[...nodes.keys()].map(name => name.length));
	const lines = [...nodes].map(
		([name, node]) => `  ${name.padEnd(width)}  ${node.address}  ${node.enter ?? node.folder}\n`,
	);
	tell(
		`\nThe machines stay up. Look into each from another terminal:\n\n${lines.join('')}\nEnter or Ctrl-C ends them. `,
	);
	await enterOrCtrlC();
	tell('\n');
};
