import type {Reply} from '../protocol/reply.ts';
import type {ExpectedReply} from './tracker-case.ts';

/** How a reply differs from what a vector expects, in words; undefined when it does not. */
export const replyMismatch = (reply: Reply, expected: ExpectedReply): string | undefined => {
	const codes = reply.codes.join(',');
	if (expected.codes && codes !== expected.codes.join(',')) {
		return `codes ${codes} instead of ${expected.codes.join(',')}`;
	}

	const pattern = expected.codesFinal && new RegExp(`^${expected.codesFinal.replaceAll('x', String.raw`\d`)}$`);
	if (pattern && !pattern.test(reply.codes.at(-1) ?? '')) {
		return `final code ${reply.codes.at(-1)} instead of ${expected.codesFinal}`;
	}

	return dataMismatch(reply.data, expected);
};

const dataMismatch = (data: readonly string[], expected: ExpectedReply): string | undefined => {
	const {dataOneOf, dataCount, dataFirst = [], dataLast = []} = expected;
	if (dataOneOf) {
		const isOne = data.length === 0 || (data.length === 1 && dataOneOf.includes(data[0] ?? ''));
		return isOne ? undefined : `data ${JSON.stringify(data)} instead of one of ${JSON.stringify(dataOneOf)}`;
	}

	if (dataCount !== undefined) {
		const first = data.slice(0, dataFirst.length);
		const last = dataLast.length === 0 ? [] : data.slice(-dataLast.length);
		const isRight = data.length === dataCount && isSame(first, dataFirst) && isSame(last, dataLast);
		return isRight ? undefined : `${data.length} data lines, ${data[0]} to ${data.at(-1)}`;
	}

	const wanted = expected.data ?? [];
	const isRight = expected.dataAnyOrder ? isSame([...data].sort(), [...wanted].sort()) : isSame(data, wanted);
	return isRight ? undefined : `data ${JSON.stringify(data)} instead of ${JSON.stringify(wanted)}`.slice(0, 400);
};

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
	some.length === others.length && some.every((line, index) => line === others[index]);
