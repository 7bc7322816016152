import {availableParallelism, loadavg} from 'node:os';

/** Whether so much waits for this machine's processors that what did not come in time may be its fault. */
export const isCrowded = (): boolean => (loadavg()[0] ?? 0) > MOST_LOAD * availableParallelism();

/** Programs that want to run, for each processor, at which a second of work takes three. */
const MOST_LOAD = 3;
