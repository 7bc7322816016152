import test from 'ava';
import {machineFor} from './machine.ts';
import {type TemplateHost, type TemplateShape, templateKey} from './template-key.ts';

const shape: TemplateShape = {
	image: {
		key: '0123456789abcdef0',
		disk: '/i/disk',
		programs: '/i/programs',
		kernel: '/i/kernel',
		initrd: '/i/initrd',
		kernelArguments: [],
	},
	memoryMiB: 512,
	cpus: 1,
};
const host: TemplateHost = {machine: machineFor('x64'), accelerator: {name: 'tcg'}, qemu: 'QEMU 7.2', processor: 'A'};
const key = templateKey(shape, host);

const differs = test.macro({
	title: (_, what: string) => `another ${what} needs another template`,
	exec(t, _: string, otherShape: Partial<TemplateShape>, otherHost: Partial<TemplateHost> = {}) {
		t.not(templateKey({...shape, ...otherShape}, {...host, ...otherHost}), key);
	},
});

test(differs, 'image', {image: {...shape.image, key: 'f'}});
test(differs, 'programs disk, which is mounted in it,', {image: {...shape.image, programs: '/elsewhere'}});
test(differs, 'place of the image', {image: {...shape.image, disk: '/j/disk'}});
test(differs, 'kernel command line', {image: {...shape.image, kernelArguments: ['quiet']}});
test(differs, 'memory size', {memoryMiB: 1024});
test(differs, 'number of processors', {cpus: 2});
test(differs, 'QEMU', {}, {qemu: 'QEMU 8.0'});
test(differs, 'accelerator', {}, {accelerator: {name: 'kvm'}});
test(differs, 'machine type', {}, {machine: {...host.machine, type: 'q35'}});

test('the processor matters only where guests see it', t => {
	t.is(templateKey(shape, {...host, processor: 'B'}), key);
	const kvm = {...host, accelerator: {name: 'kvm'} as const};
	t.not(templateKey(shape, {...kvm, processor: 'B'}), templateKey(shape, kvm));
});
