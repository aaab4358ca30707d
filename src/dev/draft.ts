/** Tells the editor what the validator says of an experiment that somebody is making, beside those that are there. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../authoring/index.js';
import { readBody } from '../collector/index.js';
import type { Compile, ExperimentFile } from './compiler.js';
import { respond, respondText } from './respond.js';

/** What a draft is looked at with. */
export interface DraftTools {
  readonly compile: Compile;
  readonly files: () => readonly ExperimentFile[];
  readonly redirectOrigins: () => readonly string[];
}

/**
 * Its name among the files: none has one with NUL, and it stands last, so that what two say alike is told of the draft.
 */
const NAME = '\uffff\0.yaml';
/** As much as a file may hold. */
const MAX_BYTES = 2 ** 20;

/** Answers one POST with the file as text. Pages of this server alone may ask. */
export async function answerDraft(
  request: IncomingMessage,
  response: ServerResponse,
  { compile, files, redirectOrigins }: DraftTools,
): Promise<void> {
  if (request.headers.origin !== `http://${request.headers.host}`)
    return respondText(request, response, 403, 'Only pages of this server may ask.');
  const body = await readBody(request, MAX_BYTES);
  if (!body.ok) return respondText(request, response, 400, 'Send the file as text, of 1 MB at most.');
  const draft = { path: NAME, text: new TextEncoder().encode(body.text) };
  const compiled = await compile([...files(), draft], { redirectOrigins: redirectOrigins() });
  const problems = compiled.problems.filter(({ file }) => file === NAME).map(inWords);
  respond(request, response, { type: 'application/json; charset=utf-8', body: JSON.stringify({ problems }) });
}

/** The panel shows lines of the draft alone: what stands twice in it is said of this draft. */
const inWords = (problem: Problem): Problem => ({
  ...problem,
  file: 'this draft',
  message: problem.message.replaceAll(`${NAME}:`, 'line ').replaceAll(NAME, 'this draft'),
});
