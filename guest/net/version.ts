/** What `--version` of our programs tells: the version of package.json, which a test holds it to. */
export const VERSION = '0.9.0';
