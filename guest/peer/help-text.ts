import {OPTIONS} from './option-list.ts';
import {LIMITS} from './peer-limits.ts';
import {optionNameOf} from './peer-options.ts';

/** What `--help` prints. */
export const helpText = (): string => `osppeer [OPTION…] [FILE…]
Share a folder with everybody a tracker knows, and download FILEs from them.
Sources and backups (*.c, *.h, *~) are not shared. Without --once it serves on until Ctrl-C.

Options, glued to their value or apart (-t127.0.0.1:11111, -t 127.0.0.1:11111):
${OPTIONS.map(({name, short, value, help}) => row(`${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`, help)).join('')}
Limits:
${Object.entries(LIMITS)
	.map(([name, {value, unit, why}]) => row(`    --${optionNameOf(name)} N`, `${why} Default: ${value} ${unit}`))
	.join('')}
Exit status: 0 all is well; 1 a named file did not come, or a usage error; 2 a bug.
`;

const row = (left: string, right: string): string => `  ${left.padEnd(WIDTH)}  ${right}\n`;

/** Of the longest option, `    --max-connections-per-address N`. */
const WIDTH = 35;
