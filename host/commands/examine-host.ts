import {join} from 'node:path';
import {listLayers} from '../../image/list.ts';
import {findPrerequisite, type Prerequisite, prerequisites, rightsHere} from '../doctor/prerequisites.ts';
import {type Paint, paintFor} from '../report/paint.ts';
import {EXIT} from '../scenario/result.ts';
import {chooseAccelerator} from '../vm/choose-accelerator.ts';
import {machineFor} from '../vm/machine.ts';
import {guestsThatFit} from '../vm/memory-budget.ts';
import type {Surroundings} from './surroundings.ts';

/**
What `doctor` does: look at each prerequisite, and say which accelerator would be used, and how many guests fit.

@returns 0 when everything needed is there, else 3.
*/
export const examineHost = async ({json}: {readonly json: boolean}, surroundings: Surroundings): Promise<number> => {
	const {searchPath, print, colours, arch, platform} = surroundings;
	const found = prerequisites({arch, platform, rights: rightsHere()}).map(
		(prerequisite): Found => ({...prerequisite, path: findPrerequisite(prerequisite, searchPath)}),
	);
	const missing = found.filter(({path, need}) => path === undefined && need === 'needed');
	const examine = async (): Promise<AcceleratorFinding | undefined> =>
		missing.length === 0 ? examineAccelerator(surroundings) : undefined;
	if (json) {
		const accelerator = await examine();
		print(`${JSON.stringify({ready: missing.length === 0, prerequisites: found, accelerator}, undefined, '\t')}\n`);
	} else {
		const paint = paintFor({colours});
		const width = Math.max(...found.map(({name}) => name.length));
		print(`${found.flatMap(one => lines(one, {width, platform, paint})).join('\n')}\n\n`);
		print(conclusion(missing, await examine(), paint));
	}

	return missing.length === 0 ? EXIT.held : EXIT.harnessProblem;
};

type Found = Prerequisite & {readonly path: string | undefined};

const lines = (
	{name, path, because, debianPackage, brewFormula, need}: Found,
	{width, platform, paint}: {readonly width: number; readonly platform: NodeJS.Platform; readonly paint: Paint},
): string[] => {
	const sign = path !== undefined ? paint.green('✔') : need === 'needed' ? paint.red('✘') : paint.yellow('·');
	const where = path ?? (need === 'needed' ? paint.red('missing, needed') : `not there, ${need}`);
	const indent = ' '.repeat(width + 3);
	const brew = brewFormula === undefined ? 'not on macOS; build the image on Linux' : `brew install ${brewFormula}`;
	const get = platform === 'darwin' ? brew : `apt-get install ${debianPackage}`;
	return [
		`${sign} ${paint.bold(name.padEnd(width))} ${where}`,
		`${indent}${paint.dim(because)}`,
		...(path === undefined ? [`${indent}${paint.cyan('get it:')} ${get}`] : []),
	];
};

const conclusion = (missing: readonly Found[], finding: AcceleratorFinding | undefined, paint: Paint): string => {
	if (missing.length > 0) {
		const packages = [...new Set(missing.map(({debianPackage}) => debianPackage))].join(' ');
		return `${paint.bold('Not ready.')} On Debian and Ubuntu: sudo apt-get install ${packages}\nWithout them, scenarios still run as plain processes: --substrate process\n`;
	}

	return finding?.known === true
		? `${paint.bold('Ready.')} Guests would run on ${finding.name}: ${finding.because}.\nAt a time: ${finding.guests} guests (${finding.capacity}).\n`
		: `${paint.bold('Ready.')} Which accelerator works is proven by booting a kernel, at the first run or after \`image build\`: ${finding?.because ?? ''}\n`;
};

/** Which accelerator would run the guests; not known without a kernel to prove it with. */
type AcceleratorFinding =
	| {
			readonly known: true;
			readonly name: string;
			readonly because: string;
			readonly guests: number;
			readonly capacity: string;
	  }
	| {readonly known: false; readonly because: string};

/** Find out which accelerator would be used, and why: remembered, or proven now with the kernel of an image that is there. */
const examineAccelerator = async ({
	cacheFolder,
	arch,
	platform,
	machine,
	signal,
	tell,
}: Surroundings): Promise<AcceleratorFinding> => {
	const image = (await listLayers(cacheFolder)).find(({kind, state}) => kind === 'disk' && state === 'whole');
	if (image === undefined) {
		return {known: false, because: 'there is no image yet whose kernel could be booted.'};
	}

	const {name, because} = await chooseAccelerator(
		'auto',
		{machine: machineFor(arch), kernel: join(image.folder, 'kernel'), cacheFolder},
		{signal, platform, onProving: accelerator => tell(`Booting a kernel to prove that ${accelerator} works here …\n`)},
	);
	const {guests, because: capacity} = guestsThatFit(
		{memoryMiB: 512, boot: 'fork', accelerator: name},
		{availableMiB: machine.freeMemoryMiB, cores: machine.cpus},
	);
	return {known: true, name, because, guests, capacity};
};
