/** A collector in a process of its own, for tests that kill it; it writes to `EVENTS_FILE`. */

import { createCollector } from '../../src/collector/collector.js';
import { listenOn } from '../../src/collector/listen.js';

const collector = await createCollector({ file: process.env.EVENTS_FILE ?? '' });
const listening = await listenOn(collector.handle, 0, '127.0.0.1');
process.send?.(listening?.port);
// A child whose test is gone must not stay.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', async () => {
  await listening?.close();
  await collector.close();
  process.disconnect();
});
