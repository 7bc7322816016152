import test from 'ava';
import {plainText} from './plain-text.ts';

test('text of people stays as it is, line breaks and tabs included', t => {
	t.is(plainText('Käse\t猫 🐈\nline'), 'Käse\t猫 🐈\nline');
});

test('nothing is left that moves a cursor, sets a clipboard or a title', t => {
	t.is(plainText('a\u001B]52;c;cm0=\u0007b'), String.raw`a\x1b]52;c;cm0=\x07b`);
	t.is(plainText('\u009B2J\r\b'), String.raw`\x9b2J\x0d\x08`);
});

test('nothing is left that turns text around', t => {
	t.is(plainText('a\u202Egpj\u2066\u061C'), String.raw`a\u202egpj\u2066\u061c`);
});
