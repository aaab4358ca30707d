/**
 * Runs a server that counts as fast as it can, for tests that end it. Says each name once the event is in its spool.
 */

import { createNodeServer } from '../../../src/sdk/node/index.js';

const { COLLECT: collect = '', SPOOL: spool, COUNT: count = '0', MANIFEST: manifest } = process.env;
const fx = createNodeServer({ collect, ...(spool && { spool }), manifest, onProblem: () => undefined });
const request = { headers: { host: 'shop.example', 'user-agent': 'Chrome/156' } };

function tick(from: number): void {
  for (let i = from; i < from + 25 && i < Number(count); i++) {
    fx.visit(request, { subject: `${process.pid}-${i}` }).track(`${process.pid}-${i}`);
    process.stdout.write(`${process.pid}-${i}\n`);
  }
  if (from < Number(count)) setImmediate(tick, from + 25);
  else process.stdout.write('done\n');
}

tick(0);
setInterval(() => undefined, 1000);
