/**
 * Stands in for the child with DuckDB while coverage is measured: does the job in this process, where it is counted.
 */

import { answerDuckJob } from '../../../src/results/engines/duckdb/answer.js';

export const DUCK_MEMORY_MB = 400;

export const runDuckJob = answerDuckJob;
