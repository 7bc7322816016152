import {readFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';

/** What Gradescope lays beside the folders of an export: whose each of them is. */
const GRADESCOPE_FILE = 'submission_metadata.yml';

/**
Whether a path is handed in by somebody. Gradescope's list of submitters lies beside the submissions, and `*` means it too.
*/
export const isHandedInBySomebody = (path: string): boolean => basename(path) !== GRADESCOPE_FILE;

/**
The part of a path that tells whose it is, by the way a teaching system lays out a class:

- Moodle: `Jane Doe_4711_assignsubmission_file_/lab4.tar.gz`
- Gradescope: `assignment_1_export/submission_4711/…`, and who that is in `submission_metadata.yml` beside it

Canvas (`doejane_LATE_4711_815_lab4.tar.gz`) and the checkouts of GitHub Classroom and Classroom 50 (`lab4-janedoe/`) have it in the last part of the path.

@returns Undefined where the path has no such part.
*/
export const ownerOfPath = async (path: string): Promise<string | undefined> => {
	for (let at = path; at !== dirname(at); at = dirname(at)) {
		const name = basename(at);
		if (MOODLE.test(name)) {
			return name;
		}

		if (GRADESCOPE.test(name)) {
			const people = submittersOf(await textOf(join(dirname(at), GRADESCOPE_FILE)), name);
			return [...people, name].join(' ');
		}
	}

	return undefined;
};

const MOODLE = /^.+_\d+_assignsubmission_[a-z]+_?$/;

const GRADESCOPE = /^submission_\d+$/;

/** Names of those who handed in a folder, as Gradescope lists them: `:name: Jane Doe` below the folder's name. */
const submittersOf = (text: string, folder: string): string[] => {
	const lines = text.split(/\r?\n/);
	const start = lines.indexOf(`${folder}:`);
	if (start === -1) {
		return [];
	}

	const length = lines.slice(start + 1).findIndex(line => /^\S/.test(line));
	const own = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
	return own.flatMap(line => /^ {2}- :name: ["']?(?<name>.*?)["']?\s*$/.exec(line)?.groups?.['name'] ?? []);
};

const textOf = async (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
