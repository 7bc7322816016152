import test from 'ava';
import {formatOf} from './submission-format.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

const elf = (type: number, machine: number): Buffer => {
	const bytes = Buffer.alloc(64);
	bytes.write('\x7fELF\x02\x01', 'latin1');
	bytes.writeUInt16LE(type, 16);
	bytes.writeUInt16LE(machine, 18);
	return bytes;
};

test('programs, scripts and the archives people use are taken', t => {
	const ustar = Buffer.alloc(512);
	ustar.write('ustar', 257);
	for (const bytes of [elf(2, 62), elf(3, 62), elf(3, 3), bytesOf('#!/bin/sh\necho'), bytesOf('#!/bin/sh')]) {
		t.is(formatOf(bytes, {arch: 'x64'}).kind, 'file');
	}

	t.is(formatOf(elf(3, 183), {arch: 'arm64'}).kind, 'file');
	for (const magic of ['\x1f\x8b\x08', 'BZh9', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', 'PK\x03\x04']) {
		t.is(formatOf(bytesOf(`${magic}...`), {arch: 'x64'}).kind, 'archive', JSON.stringify(magic));
	}

	t.is(formatOf(ustar, {arch: 'x64'}).kind, 'archive');
});

const isRefused = test.macro({
	title: (_, what: string) => `${what} is refused in words of the student`,
	exec(t, _what: string, bytes: Buffer, because: RegExp) {
		const format = formatOf(bytes, {arch: 'x64'});
		t.regex(format.kind === 'refused' ? format.because : '', because);
	},
});

test(isRefused, 'an empty file', Buffer.alloc(0), /^The file is empty/);
test(isRefused, 'a byte order mark', Buffer.from('\ufeff#!/bin/sh\n'), /byte order mark/);
test(isRefused, 'UTF-16', Buffer.from('\ufeff#!/bin/sh\n', 'utf16le'), /byte order mark/);
test(isRefused, 'a script of Windows', bytesOf('#!/usr/bin/env python3\r\nprint()\r\n'), /carriage return/);
test(isRefused, 'Python without a first line', bytesOf('import socket\n'), /#!\/usr\/bin\/env python3/);
test(isRefused, 'a program for macOS', bytesOf('\xcf\xfa\xed\xfe\0\0\0\0'), /macOS/);
test(isRefused, 'a program for Windows', bytesOf('MZ\x90\0'), /Windows/);
test(isRefused, 'a program for ARM', elf(2, 183), /another processor \(arm64\)/);
test(isRefused, 'an object file', elf(1, 62), /object file/);
test(isRefused, 'a program that was cut off', bytesOf('\x7fELF'), /cut off/);
test(isRefused, 'rar', bytesOf('Rar!\x1a\x07'), /tar\.gz or a zip/);
test(isRefused, 'rubbish', bytesOf('\x01\x02\x00\x03'), /no program, no script/);
