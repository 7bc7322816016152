import type {AcceleratorName} from './machine.ts';

/** What runs the guests, and why that: one line for people. */
export type Accelerator = {readonly name: AcceleratorName; readonly because: string};
