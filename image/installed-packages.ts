/** Versions by name, sorted, of what dpkg's status file lists as installed. */
export const installedPackages = (status: string): Record<string, string> => {
	const versions = status.split('\n\n').flatMap(paragraph => {
		const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1];
		const name = field('Package');
		const version = field('Version');
		return name !== undefined && version !== undefined && field('Status')?.endsWith(' installed')
			? [[name, version] as const]
			: [];
	});
	return Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1)));
};
