/** Serves the pages that change an experiment: by fields, by its YAML, on a page of the site. */

import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { editFields } from '../../authoring/checks.js';
import { changeExperiment, type Revising } from '../api/lifecycle.js';
import { type Done, type Refused, refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import { mergeTexts, TOUCHING } from '../page/code/merge.js';
import type { FiledExperiment } from '../workspace.js';
import { type Posted, refusedAt, sortedFault } from './atfield.js';
import { besidePages, sourceIn } from './beside.js';
import { conflictPage } from './conflict.js';
import { type Desk, isUnchanged, type StudioContext } from './desk.js';
import { editBody } from './edit.js';
import { editsFrom } from './fields.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { fieldAt, gapsIn } from './gaps.js';
import { editorPages } from './onpage.js';
import { answerWithoutFile } from './unfiled.js';

type Fields = Posted;
type Raw = FiledExperiment['source']['raw'];

/** Adds it. */
export function editPages(app: Hono<AppEnv>, desk: Desk): void {
  editorPages(app, desk);
  besidePages(app, desk);
  app.get('/experiments/:id/edit', (c) => showForm(desk, c, c.req.param('id')));
  app.post('/experiments/:id/edit', async (c) => {
    const id = c.req.param('id');
    const { yaml, base, revision } = await fieldsOfForm(c);
    const filed = (await desk.house.workspace.read()).experiments.get(id);
    if (!filed) return desk.refuse(c, missing(id), 'experiments');
    // Somebody may have changed it again since both versions were shown.
    const theirs = filed.text.replaceAll('\r\n', '\n');
    const isOld = revision !== filed.revision && yaml !== undefined;
    const again = isOld ? await conflictPage(desk, c, filed, { base, own: yaml, theirs }) : null;
    return again ?? showForm(desk, c, id, { fields: { yaml }, shown: filed.source.raw });
  });
  for (const side of ['fields', 'yaml'] as const)
    app.post(`/experiments/:id/${side}`, async (c) => {
      const id = c.req.param('id');
      const fields = await fieldsOfForm(c);
      const filed = (await desk.house.workspace.read()).experiments.get(id);
      if (!filed) return desk.refuse(c, missing(id), 'experiments');
      const shown = await shownIn(desk, filed, fields);
      const gaps = fields.name === undefined ? {} : gapsIn(shown, fields);
      const change = Object.keys(gaps).length
        ? refusedAt(gaps)
        : changeIn(filed, fields, side === 'fields' || fields.name !== undefined);
      const done = change.ok ? await revise(desk, c, id, fields, change.value) : change;
      return answer(desk, c, { filed, shown, fields, done });
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
  const edits = hasFields && fields.told !== 'yes' ? editsFrom(source.raw, fields) : [];
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

/** The experiment to which the fields are edits: of the file, or of a text that was typed beside them. */
async function shownIn({ house }: Desk, filed: FiledExperiment, { shown, told }: Fields): Promise<Raw> {
  if (told !== 'yes' || !shown) return filed.source.raw;
  const { config } = await house.workspace.read();
  return (await sourceIn(filed, shown, config.redirectOrigins))?.raw ?? filed.source.raw;
}

interface Answering {
  /** As it was. */
  readonly filed: FiledExperiment;
  readonly shown: Raw;
  readonly fields: Fields;
  readonly done: Done<object>;
}

async function answer(desk: Desk, c: StudioContext, { filed, shown, fields, done }: Answering): Promise<Response> {
  const { id } = filed;
  if (done.ok) {
    const word = isUnchanged(filed, done.value) ? 'nothing' : fields.branch === 'yes' ? 'branch' : 'changed';
    return c.redirect(`/experiments/${id}?done=${word}`, 303);
  }
  const { fault } = done;
  if (fault.code !== 'CONFLICT') return showForm(desk, c, id, { fields, fault, shown });
  const now = (await desk.house.workspace.read()).experiments.get(id);
  if (!now) return desk.refuse(c, missing(id), 'experiments');
  const own = await ownText(desk, now, fields);
  // What somebody else wrote on a branch is no version of the file here: the form has nothing to go on top of.
  if (fields.branch === 'yes' || typeof fault.details?.yaml !== 'string')
    return desk.refuse(c, { ...fault, details: { ...fault.details, own } }, 'experiments');
  const page = await conflictPage(desk, c, now, { base: fields.base, own, theirs: now.text.replaceAll('\r\n', '\n') });
  return page ?? c.redirect(`/experiments/${id}?done=nothing`, 303);
}

/** The file as somebody wants it who opened an older one: their text, with what they filled in beside it. */
async function ownText({ house }: Desk, filed: FiledExperiment, fields: Fields): Promise<string> {
  const { config } = await house.workspace.read();
  const text = fields.yaml ?? fields.base ?? filed.text.replaceAll('\r\n', '\n');
  const source = await sourceIn(filed, text, config.redirectOrigins);
  const isEdit = fields.name !== undefined && fields.told !== 'yes';
  const edits = source && isEdit ? editsFrom(source.raw, fields) : null;
  return (source && edits && editFields(text, source.index, edits)) ?? text;
}

/** A form that was refused. */
interface RefusedForm {
  readonly fields: Fields;
  /** Undefined where a form is only opened with a text. */
  readonly fault?: Refused;
  readonly shown: Raw;
}

async function showForm(desk: Desk, c: StudioContext, id: string, refusal?: RefusedForm): Promise<Response> {
  const filed = (await desk.house.workspace.read()).experiments.get(id);
  if (!filed) return answerWithoutFile(desk, c, id);
  const { fields: typed = null, fault, shown: raw = filed.source.raw } = refusal ?? {};
  const { errors, notice, problems } = fault && typed ? placed(filed, raw, typed, fault) : NOTHING_WRONG;
  const nonce = randomBytes(16).toString('base64');
  const isInGit = desk.house.repository?.trouble === null;
  const body = editBody({ filed, raw, typed, errors, problems, nonce, isInGit });
  const page = { title: `Change ${filed.source.raw.name}`, at: 'experiments', body, notice } as const;
  return desk.show(c, { ...page, nonce, scripts: ['/studio/code.js'] }, fault ? 422 : 200);
}

const NOTHING_WRONG = { errors: {}, notice: undefined, problems: [] };

/** What is wrong: at the fields that made it, else at lines of the text that was sent. */
function placed({ text }: FiledExperiment, raw: Raw, fields: Fields, fault: Refused) {
  const { yaml, told, name } = fields;
  const isText = yaml !== undefined && told !== 'yes' && yaml !== text.replaceAll('\r\n', '\n');
  const isOfForm = name !== undefined && !(isText && fault.code === 'VALIDATION_FAILED');
  const sorted = sortedFault(fault, (path) => (isOfForm ? fieldAt(raw, fields, path) : undefined));
  const hasLines = isText || told === 'yes';
  return {
    ...sorted,
    ...(hasLines && { notice: { ...sorted.notice, lines: [] } }),
    problems: hasLines ? sorted.rest : [],
  };
}
