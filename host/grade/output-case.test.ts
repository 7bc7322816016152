import test from 'ava';
import {outputCase} from './output-case.ts';
import {OutputMeter} from './output-meter.ts';

const heading = {id: '4/quiet', group: '4', title: 'It prints no more than anybody reads.'};
const MIB = 1024 * 1024;

/** What is said of a program that prints so many lines of a mebibyte, the LF included. */
const caseOf = (lines: number) => {
	const meter = new OutputMeter();
	for (let count = 0; count < lines; count++) {
		meter.hear('x'.repeat(MIB - 1));
	}

	return outputCase(meter, heading);
};

test('a program that prints what can be read passes', t => {
	t.deepEqual(caseOf(0), {...heading, level: 'should', verdict: 'pass', lines: []});
	t.is(caseOf(16).verdict, 'pass');
});

test('one that prints without end fails, with how much it was', t => {
	t.like(caseOf(17), {
		...heading,
		level: 'should',
		verdict: 'fail',
		because: 'it wrote 17 MiB of text; nobody reads more than 16',
	});
});

test('empty lines count too', t => {
	const meter = new OutputMeter();
	for (let count = 0; count <= 16 * MIB; count++) {
		meter.hear('');
	}

	t.is(outputCase(meter, heading).verdict, 'fail');
});
