import test from 'ava';
import {readableName} from './readable-name.ts';

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

test('UTF-8 is shown as the letters it means', t => {
	t.is(readableName(bytes('Käse 猫.jpg')), 'Käse 猫.jpg');
});

test('bytes that are no UTF-8 are shown as bytes', t => {
	t.is(readableName('caf\u00E9'), String.raw`caf\xe9`);
});

test('nothing in a name can forge a line of a report', t => {
	t.is(readableName('a\n\u001B[31mb\0'), String.raw`a\x0a\x1b[31mb\x00`);
	t.is(readableName(bytes('a\u202Egpj.exe')), String.raw`a\u202egpj.exe`);
});

test('a long name keeps its beginning and its end', t => {
	const name = readableName(`start${'x'.repeat(500)}end`, 20);
	t.is(name, 'startxxxxx…xxxxxxend');
	t.is(name.length, 20);
});
