import type {GuestImage} from '../../image/manifest.ts';

/** What a boot needs to know of a guest image. */
export type BootableImage = Pick<GuestImage, 'key' | 'disk' | 'programs' | 'kernel' | 'initrd' | 'kernelArguments'>;

/** A guest as it shall be. Plain data: nothing runs yet. */
export type VmSpec = {
	/** Host name too. */
	readonly name: string;
	readonly image: BootableImage;
	readonly memoryMiB: number;
	readonly cpus: number;
	/** How much of what it translates an emulated guest remembers, in MiB: more for one that starts the same programs again and again. */
	readonly translatedMiB?: number;
	/** Its card in the common network: `02:…`, and an address with its prefix length, `10.77.0.5/16`. */
	readonly lan: {readonly mac: string; readonly address: string};
	/** Who else there is, for /etc/hosts; addresses without prefix length. */
	readonly hosts: ReadonlyArray<{readonly name: string; readonly address: string}>;
	/** TCP ports of the guest that shall be reachable on 127.0.0.1, 22 always among them. */
	readonly forwards: readonly number[];
};
