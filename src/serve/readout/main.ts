/**
 * Begins the child process that reads events: its question comes by standard input, its answer goes to the output, and
 * how far it is to where errors go.
 */

import { text } from 'node:stream/consumers';
import { serialize } from 'node:v8';
import { Refusal } from '../../files/index.js';
import type { ReadoutAnswer, ReadoutProgress, ReadoutQuestion } from './asked.js';
import { computeReadout } from './compute.js';

const EVERY_MS = 250;

const question = JSON.parse(await text(process.stdin)) as ReadoutQuestion;
let [reached, told]: (ReadoutProgress | null)[] = [null, null];
// By a clock, as the reading itself may stand still.
const telling = setInterval(() => {
  if (!reached || reached === told) return;
  told = reached;
  process.stderr.write(`read ${reached.read} of ${reached.of}\n`);
}, EVERY_MS);
const answer: ReadoutAnswer = await computeReadout(question, (progress) => {
  reached = progress;
}).then(
  (readout) => ({ ok: true, readout }),
  (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, message: error.message };
  },
);
clearInterval(telling);
// JSON has no infinity, and an interval may end there.
process.stdout.write(serialize(answer));
