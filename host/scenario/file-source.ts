/** Where the bytes of a file come from. `kib` is made from the run's seed, the file's name and the variant: the same for everybody who shares that name. */
export type FileSource =
	| {readonly kib: number; readonly variant?: string}
	| {readonly path: string}
	| {readonly bytes: Uint8Array};

/** A file to share; `name` is a byte string. */
export type InputFile = {readonly name: string; readonly source: FileSource};
