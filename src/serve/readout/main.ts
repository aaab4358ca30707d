/** Begins the child process that reads events: its question comes by standard input, its answer goes to the output. */

import { text } from 'node:stream/consumers';
import { serialize } from 'node:v8';
import { Refusal } from '../../files/index.js';
import type { ReadoutAnswer, ReadoutQuestion } from './asked.js';
import { computeReadout } from './compute.js';

const question = JSON.parse(await text(process.stdin)) as ReadoutQuestion;
const answer: ReadoutAnswer = await computeReadout(question).then(
  (readout) => ({ ok: true, readout }),
  (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, message: error.message };
  },
);
// JSON has no infinity, and an interval may end there.
process.stdout.write(serialize(answer));
