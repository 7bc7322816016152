import test from 'ava';
import {installedPackages} from './disk-layer.ts';

test('what is installed is listed by name, what was removed is not', t => {
	const status = `Package: zlib1g
Status: install ok installed
Version: 1:1.2.13

Package: gone
Status: deinstall ok config-files
Version: 1.0

Package: apt
Status: install ok installed
Description: package manager
 Version: not this one
Version: 2.6.1
`;
	t.deepEqual(installedPackages(status), {apt: '2.6.1', zlib1g: '1:1.2.13'});
});
