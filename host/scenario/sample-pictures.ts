import path from 'node:path';
import type {InputFile} from './file-contents.ts';

/** The three pictures of the good scenario: cats that a program of ours drew, so that nobody's rights are touched. */
export const samplePictures = (): InputFile[] =>
	['cat1.jpg', 'cat2.jpg', 'cat3.jpg'].map(name => ({
		name,
		source: {path: path.join(import.meta.dirname, 'pictures', name)},
	}));
