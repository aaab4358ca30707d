/** Makes a server for Node: its events outlive the process, and are sent before it goes. */

import { createServer, type FxServer, type ServerOptions } from '../server/index.js';
import { flushOnExit } from './farewell.js';
import { createSpool } from './spool.js';

/** What a server for Node takes besides. */
export interface NodeOptions extends ServerOptions {
  /**
   * A directory in which events wait until they are confirmed: nothing is lost when the process dies. Default: in
   * memory.
   */
  readonly spool?: string | undefined;
  /**
   * `false`: signals are the host's own, who calls `flush` itself. Default: SIGTERM and SIGINT send what waits, for 3
   * seconds.
   */
  readonly signals?: boolean | undefined;
}

/**
 * `createServer` with a spool, and a farewell to the collector.
 *
 * @throws where the directory of the spool cannot be made
 */
export function createNodeServer({ spool, signals = true, ...options }: NodeOptions = {}): FxServer {
  const fx = createServer({ ...options, ...(spool !== undefined && { outbox: createSpool(spool) }) });
  if (signals && options.collect) flushOnExit(fx);
  return fx;
}
