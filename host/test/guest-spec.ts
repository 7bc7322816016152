import type {SshConnection} from '../ssh/connect-ssh.ts';
import {FILES_PORT} from '../testbed/guest-ports.ts';
import type {RunningVm} from '../vm/running-vm.ts';
import type {TemplateShape} from '../vm/template-key.ts';
import type {VmSpec} from '../vm/vm-spec.ts';

/** A guest with a connection into it. */
export type Entered = {readonly vm: RunningVm; readonly ssh: SshConnection};

/** The guest number `index` of a test or bench, with names and addresses by its number. */
export const specOf = (index: number, {image, memoryMiB, cpus}: TemplateShape): VmSpec => ({
	name: `guest${index}`,
	image,
	memoryMiB,
	cpus,
	lan: {mac: `02:00:00:00:01:${index.toString(16).padStart(2, '0')}`, address: `10.77.1.${index + 1}/16`},
	hosts: [{name: 'elsewhere', address: '10.77.9.9'}],
	forwards: [22, FILES_PORT],
});
