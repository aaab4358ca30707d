/** Serves the pages that change an experiment: by fields, by its YAML, on a page of the site. */

import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { editFields } from '../../authoring/checks.js';
import { changeExperiment, type Revising } from '../api/lifecycle.js';
import { type Done, type Refused, refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import { mergeTexts, TOUCHING } from '../page/code/merge.js';
import type { FiledExperiment } from '../workspace.js';
import { besidePages, sourceIn } from './beside.js';
import { type Desk, isUnchanged, type StudioContext } from './desk.js';
import { editBody } from './edit.js';
import { editsFrom } from './fields.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { editorPages } from './onpage.js';
import { answerWithoutFile } from './unfiled.js';
import { noticeOfFault } from './words.js';

type Fields = Readonly<Record<string, string | undefined>>;

/** Adds it. */
export function editPages(app: Hono<AppEnv>, desk: Desk): void {
  editorPages(app, desk);
  besidePages(app, desk);
  app.get('/experiments/:id/edit', (c) => showForm(desk, c, c.req.param('id'), null, null));
  for (const side of ['fields', 'yaml'] as const)
    app.post(`/experiments/:id/${side}`, async (c) => {
      const id = c.req.param('id');
      const fields = await fieldsOfForm(c);
      const filed = (await desk.house.workspace.read()).experiments.get(id);
      if (!filed) return desk.refuse(c, missing(id), 'experiments');
      const change = changeIn(filed, fields, side === 'fields' || fields.name !== undefined);
      const done = change.ok ? await revise(desk, c, id, fields, change.value) : change;
      return answer(desk, c, { filed, fields, done });
    });
}

const missing = (id: string): Refused => ({
  code: 'EXPERIMENT_NOT_FOUND',
  message: `There is no experiment ${id}`,
  problems: [],
});

type Change = Pick<Revising, 'edits' | 'text'>;

/** What was filled in on either side, whichever button was pressed: no script may have kept them the same. */
function changeIn({ source, text, revision }: FiledExperiment, fields: Fields, hasFields: boolean): Done<Change> {
  const { yaml } = fields;
  const edits = hasFields ? editsFrom(source.raw, fields) : [];
  if (!edits) return refused('INVALID_VARIANTS');
  // A form has ends of lines of its own.
  const saved = text.replaceAll('\r\n', '\n');
  // Of an older text nothing is made: both are shown.
  const isOld = (filledIn(fields.revision) ?? revision) !== revision;
  if (yaml === undefined || yaml === saved || isOld) return succeeded({ edits });
  const written = editFields(saved, source.index, edits);
  if (written === null) return refused('CANNOT_EDIT');
  const both = mergeTexts(saved, yaml, written);
  if (both === null) return refused('CANNOT_EDIT', { message: TOUCHING });
  return succeeded({ text: text.includes('\r\n') ? both.replaceAll('\n', '\r\n') : both });
}

const revise = (desk: Desk, c: StudioContext, id: string, fields: Fields, how: Change): Promise<Done<object>> =>
  changeExperiment(
    desk.house,
    id,
    { what: 'experiment.update', ...how, isBranch: fields.branch === 'yes', isSeenHere: true },
    { ...desk.caller(c), ifRevision: filledIn(fields.revision) },
  );

interface Answering {
  /** As it was. */
  readonly filed: FiledExperiment;
  readonly fields: Fields;
  readonly done: Done<object>;
}

async function answer(desk: Desk, c: StudioContext, { filed, fields, done }: Answering): Promise<Response> {
  const { id } = filed;
  if (done.ok) {
    const word = isUnchanged(filed, done.value) ? 'nothing' : fields.branch === 'yes' ? 'branch' : 'changed';
    return c.redirect(`/experiments/${id}?done=${word}`, 303);
  }
  const { fault } = done;
  if (fault.code !== 'CONFLICT') return showForm(desk, c, id, fields, fault);
  const own = await ownText(desk, id, fields);
  return desk.refuse(c, { ...fault, details: { ...fault.details, own } }, 'experiments');
}

/** The file as somebody wants it who opened an older one: their text, with what they filled in beside it. */
async function ownText({ house }: Desk, id: string, fields: Fields): Promise<string> {
  const { experiments, config } = await house.workspace.read();
  const filed = experiments.get(id);
  const text = fields.yaml ?? filed?.text ?? '';
  const source = filed && (await sourceIn(filed, text, config.redirectOrigins));
  const edits = source && fields.name !== undefined ? editsFrom(source.raw, fields) : null;
  return (source && edits && editFields(text, source.index, edits)) ?? text;
}

async function showForm(
  desk: Desk,
  c: StudioContext,
  id: string,
  typed: Fields | null,
  fault: (Done<never> & { readonly ok: false })['fault'] | null,
): Promise<Response> {
  const filed = (await desk.house.workspace.read()).experiments.get(id);
  if (!filed) return answerWithoutFile(desk, c, id);
  const nonce = randomBytes(16).toString('base64');
  // Lines are those of the text: fields alone have none to point at.
  const hasLines = typed?.yaml !== undefined;
  const isInGit = desk.house.repository?.trouble === null;
  const body = editBody({ filed, typed, problems: hasLines ? (fault?.problems ?? []) : [], nonce, isInGit });
  const notice = fault && noticeOfFault(hasLines ? { ...fault, problems: [] } : fault);
  const page = { title: `Change ${filed.source.raw.name}`, at: 'experiments', body, notice } as const;
  return desk.show(c, { ...page, nonce, scripts: ['/studio/code.js'] }, fault ? 422 : 200);
}
