import {readFile} from 'node:fs/promises';
import CDX from '@cyclonedx/cyclonedx-library';
import type {LockedPackage} from './packages-at-run-time.ts';

const {Bom, Component, HashDictionary, LicenseExpression} = CDX.Models;
const {ComponentType, HashAlgorithm} = CDX.Enums;

/**
What a release consists of, as CycloneDX 1.6 in JSON: our programs, and for each what its bundle contains (the packages that the bundler read, by its own list, and Node with what that is made of); and the packages that the harness runs with. The same inputs give the same text: it has no time and no serial number.

@param programs - Names in dist/, built.
*/
export const billOfMaterials = async ({
	version,
	packages,
	programs,
}: {
	readonly version: string;
	readonly packages: readonly LockedPackage[];
	readonly programs: readonly string[];
}): Promise<string> => {
	const bom = new Bom();
	const product = new Component(ComponentType.Application, 'osp2p', {bomRef: 'osp2p', version});
	product.licenses.add(new LicenseExpression('MIT'));
	bom.metadata.component = product;

	const node = nodeItself();
	bom.components.add(node);
	// One that lies in several folders is one: two with the same reference would be told apart by a random one.
	const unique = new Map(packages.map(locked => [`${locked.name}@${locked.version}`, libraryOf(locked)]));
	const libraries = new Map(
		packages.map(locked => [locked.folder, unique.get(`${locked.name}@${locked.version}`) ?? libraryOf(locked)]),
	);
	for (const library of libraries.values()) {
		bom.components.add(library);
		product.dependencies.add(library.bomRef);
	}

	for (const name of programs) {
		const {inputs, sha256}: {readonly inputs: readonly string[]; readonly sha256: string} = JSON.parse(
			await readFile(`dist/${name}.inputs.json`, 'utf8'),
		);
		const program = new Component(ComponentType.Application, name, {
			bomRef: name,
			version,
			hashes: new HashDictionary([[HashAlgorithm['SHA-256'], sha256]]),
		});
		program.licenses.add(new LicenseExpression('MIT'));
		program.dependencies.add(node.bomRef);
		for (const folder of packagesIn(inputs)) {
			const library = libraries.get(folder) ?? libraryOf(await readPackage(folder));
			bom.components.add(library);
			program.dependencies.add(library.bomRef);
		}

		bom.components.add(program);
		product.dependencies.add(program.bomRef);
	}

	const normalize = new CDX.Serialize.JSON.Normalize.Factory(CDX.Spec.Spec1dot6);
	const text = new CDX.Serialize.JsonSerializer(normalize).serialize(bom, {sortLists: true, space: '\t'});
	return `${text}\n`;
};

/** The folders of the packages that a bundle was made from. */
export const packagesIn = (inputs: readonly string[]): string[] => [
	...new Set(inputs.flatMap(input => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [])),
];

const libraryOf = ({name, version, integrity, license}: LockedPackage): InstanceType<typeof Component> => {
	const [algorithm, digest] = integrity?.split('-') ?? [];
	const library = new Component(ComponentType.Library, name, {
		bomRef: `${name}@${version}`,
		version,
		purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
		...(algorithm === 'sha512' &&
			digest !== undefined && {
				hashes: new HashDictionary([[HashAlgorithm['SHA-512'], Buffer.from(digest, 'base64').toString('hex')]]),
			}),
	});
	if (license !== undefined) {
		library.licenses.add(new LicenseExpression(license));
	}

	return library;
};

/** Each executable is a copy of it, with what it is itself made of. */
const nodeItself = (): InstanceType<typeof Component> => {
	const {node: version, ...parts} = process.versions;
	const node = new Component(ComponentType.Platform, 'node', {bomRef: 'node', version});
	node.licenses.add(new LicenseExpression('MIT'));
	for (const [name, partVersion] of Object.entries(parts)) {
		node.components.add(
			new Component(ComponentType.Library, name, {bomRef: `node/${name}`, ...(partVersion && {version: partVersion})}),
		);
	}

	return node;
};

const readPackage = async (folder: string): Promise<LockedPackage> => {
	const {name, version, license} = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
	return {folder, name, version, integrity: undefined, license};
};
