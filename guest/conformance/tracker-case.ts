import vectors from '../vectors/tracker.json' with {type: 'json'};

/** A reply that is expected; see README.md beside this file. */
export type ExpectedReply = {
	readonly codes?: readonly string[];
	readonly codesFinal?: string;
	readonly data?: readonly string[];
	readonly dataAnyOrder?: boolean;
	readonly dataOneOf?: readonly string[];
	readonly dataCount?: number;
	readonly dataFirst?: readonly string[];
	readonly dataLast?: readonly string[];
	readonly times?: number;
};

/** Bytes made of a text, again and again; `{n}` counts from 0. */
export type Repeat = {readonly before?: string; readonly text: string; readonly times: number; readonly after?: string};

/** One step of a case. */
export type TrackerStep = ExpectedReply & {
	readonly on?: string;
	readonly from?: string;
	readonly open?: boolean;
	readonly wait?: number;
	readonly send?: string;
	readonly sendHex?: string;
	readonly sendRepeat?: Repeat;
	readonly packets?: readonly string[];
	readonly halfClose?: boolean;
	readonly close?: boolean;
	readonly reset?: boolean;
	readonly unread?: boolean;
	readonly replies?: readonly ExpectedReply[];
	readonly none?: boolean;
	readonly for?: number;
	readonly eof?: boolean;
	readonly ends?: boolean;
	readonly within?: readonly [number, number];
	readonly listen?: string;
	readonly at?: string;
	readonly accepted?: string;
	readonly receives?: string;
	readonly unlisten?: string;
	readonly flood?: number;
};

/** What happens between some clients and one fresh tracker. */
export type TrackerCase = {
	readonly id: string;
	readonly level: 'must' | 'should' | 'original';
	readonly because: string;
	readonly instead?: string;
	readonly flags?: readonly string[];
	readonly nofile?: number;
	readonly exits?: number;
	/** Seconds it takes. */
	readonly slow?: number;
	readonly steps: readonly TrackerStep[];
};

/** All cases of tracker.json. */
export const trackerCases = vectors as readonly object[] as readonly TrackerCase[];

/** Whether a case can be played only with a program that knows the original's options. */
export const isAboutOptions = ({flags, exits}: TrackerCase): boolean => flags !== undefined || exits !== undefined;
