/** Does a job with DuckDB in the process that calls it. */

import { dirname } from 'node:path';
import { isNotInstalled } from '../../../files/index.js';
import { countBuckets } from './count.js';
import { openDuckDatabase } from './database.js';
import type { DuckAnswer, DuckJob } from './job.js';
import { packEvents } from './pack.js';

/** @returns what came of it: an error is an answer too */
export async function answerDuckJob(job: DuckJob): Promise<DuckAnswer> {
  try {
    const database = await openDuckDatabase(foldersOf(job), job.memoryMb);
    try {
      if (job.is === 'count') return { is: 'counted', ...(await countBuckets(database, job)) };
      return { is: 'packed', ...(await packEvents(database, job)) };
    } finally {
      database.close();
    }
  } catch (error) {
    const is = isNotInstalled(error) ? 'missing' : 'failed';
    return { is, reason: (error as Error).message };
  }
}

const foldersOf = (job: DuckJob): string[] =>
  job.is === 'pack'
    ? [job.folder, job.to, ...job.from.map(({ file }) => dirname(file))]
    : [
        job.folder,
        ...new Set(
          [...job.strangers, ...job.buckets.flatMap(({ csv, parquet }) => [...csv, ...parquet])].map((file) =>
            dirname(file),
          ),
        ),
      ];
