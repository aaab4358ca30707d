/** Runs a collector in a process of its own, for tests that kill it; it writes to `EVENTS_FILE`. */

import { createCollector } from '../../src/collector/collector.js';
import { listenOn } from '../../src/collector/listen.js';

const { EVENTS_FILE: file = '', DAYS_FOLDER: daysFolder } = process.env;
// By its clock each event is of the day before, so that every look finds a day that is over.
const days = daysFolder && { folder: daysFolder, everyMs: 5, restMs: 0, now: () => Date.now() + 86_400_000 };
const collector = await createCollector({ file, ...(days && { days }) });
const listening = await listenOn(collector.handle, 0, '127.0.0.1');
process.send?.(listening?.port);
// A child whose test is gone must not stay.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', async () => {
  await listening?.close();
  await collector.close();
  process.disconnect();
});
