import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {missingPrograms} from './missing-programs.ts';
import {unpackModule} from './unpack-module.ts';

const PLAIN = Buffer.from('hello module\n');

/** By xz as it comes, and as the kernel's build calls it (`--check=crc32 --lzma2=dict=2MiB`). */
const XZ = '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMaGVsbG8gbW9kdWxlCgAAAAClDnp/zJQ2CwABJQ1xGcS2H7bzfQEAAAAABFla';
const XZ_OF_KERNELS = '/Td6WFoAAAFpIt42AgAhARIAAAAjuIcsAQAMaGVsbG8gbW9kdWxlCgAAAAC6zc6aAAEhDXXcqNKQQpkNAQAAAAABWVo=';

const unpacks = test.macro({
	title: (_, name: string) => `a module is unpacked from ${name}`,
	async exec(t, _: string, module: string, bytes: Buffer) {
		t.deepEqual(Buffer.from(await unpackModule(module, bytes)), PLAIN);
	},
});

test(unpacks, 'nothing', 'kernel/a.ko', PLAIN);
test(unpacks, 'gzip', 'kernel/a.ko.gz', gzipSync(PLAIN));
test(unpacks, 'zstd', 'kernel/a.ko.zst', zstdCompressSync(PLAIN));

const missing = missingPrograms('/usr/lib/apt/apt-helper');
const testWithApt = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	missing === undefined ? test(title, body) : test.skip(`${title} (${missing})`, body);

testWithApt('a module is unpacked from xz, whatever check it has', async t => {
	for (const packed of [XZ, XZ_OF_KERNELS]) {
		t.deepEqual(Buffer.from(await unpackModule('kernel/a.ko.xz', Buffer.from(packed, 'base64'))), PLAIN);
	}
});

testWithApt('that needs no program on the search path', async t => {
	const script = `
		import {unpackModule} from ${JSON.stringify(join(import.meta.dirname, 'unpack-module.ts'))};
		process.stdout.write(await unpackModule('a.ko.xz', Buffer.from('${XZ}', 'base64')));
	`;
	const {stdout} = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
		env: {PATH: '/no/such'},
	});
	t.is(stdout, PLAIN.toString());
});

testWithApt('a damaged module is an error that names it', async t => {
	for (const [end, packed] of [
		['xz', Buffer.from(XZ, 'base64')],
		['zst', zstdCompressSync(PLAIN)],
		['gz', gzipSync(PLAIN)],
	] as const) {
		await t.throwsAsync(unpackModule(`kernel/b.ko.${end}`, packed.subarray(0, 18)), {
			name: 'ImageError',
			message: new RegExp(`kernel/b.ko.${end} could not be unpacked`),
		});
	}
});

test('a module packed otherwise is an error', async t => {
	await t.throwsAsync(unpackModule('a.ko.lz4', PLAIN), {name: 'ImageError', message: /a\.ko\.lz4 is packed in a way/});
});
