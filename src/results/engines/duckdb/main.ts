/**
 * Begins the child in which DuckDB runs: it takes one job, answers, and ends. Were it killed for its memory, the parent
 * would live.
 */

import { answerDuckJob } from './answer.js';
import type { DuckJob } from './job.js';

process.once('message', (job: DuckJob) => {
  answerDuckJob(job).then((told) => process.send?.(told, () => process.disconnect()));
});
// Without its parent nobody wants the answer.
process.once('disconnect', () => process.exit());
