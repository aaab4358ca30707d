/** Exports the server: collector, control API and Studio over the files of one folder. */

export type { ReadoutEngine } from './readout/asked.js';
export { type ServeOptions, type Serving, startServe } from './start.js';
