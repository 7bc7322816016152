import {command} from './command.ts';
import {runFlags} from './run-flags.ts';

/** `image build`, `image list`, `image clean`: the guests' disks, and what else the cache keeps for them. */
export const imageCommand = command({
	usage: 'image <action>',
	summary: 'Build the guest image, list what the cache keeps, or clean it away',
	positionals: {
		action: {choices: ['build', 'list', 'clean'], demandOption: true, describe: 'What to do'},
	},
	flags: {
		base: runFlags.base,
		variant: {
			choices: ['plain', 'build-tools'],
			default: 'plain',
			describe: 'build: with compilers for programs of others, or without',
		},
		packages: runFlags.packages,
		leftovers: {type: 'boolean', default: false, describe: 'clean: only what interrupted builds left'},
		json: {type: 'boolean', default: false, describe: 'build, list: for programs'},
	},
	async run(options, surroundings) {
		const {buildImage, listImages, cleanImages} = await import('./image-actions.ts');
		switch (options.action) {
			case 'build':
				return buildImage(options, surroundings);
			case 'list':
				return listImages(options, surroundings);
			case 'clean':
				return cleanImages(options, surroundings);
		}
	},
});
