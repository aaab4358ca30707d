/** Serves the pages that change an experiment: by fields, by its YAML, on a page of the site. */

import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { changeExperiment, type Revising } from '../api/lifecycle.js';
import { type Done, refused } from '../fault.js';
import type { AppEnv } from '../http.js';
import { besidePages } from './beside.js';
import type { Desk, StudioContext } from './desk.js';
import { editBody } from './edit.js';
import { editsFrom } from './fields.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { editorPages } from './onpage.js';
import { noticeOfFault } from './words.js';

/** Adds it. */
export function editPages(app: Hono<AppEnv>, desk: Desk): void {
  editorPages(app, desk);
  besidePages(app, desk);
  app.get('/experiments/:id/edit', (c) => showForm(desk, c, c.req.param('id'), null, null));
  app.post('/experiments/:id/fields', async (c) => {
    const id = c.req.param('id');
    const fields = await fieldsOfForm(c);
    const filed = (await desk.house.workspace.read()).experiments.get(id);
    if (!filed)
      return desk.refuse(
        c,
        { code: 'EXPERIMENT_NOT_FOUND', message: `There is no experiment ${id}`, problems: [] },
        'experiments',
      );
    const edits = editsFrom(filed.source.raw, fields);
    if (!edits) return answer(desk, c, { id, fields, done: refused('INVALID_VARIANTS') });
    return answer(desk, c, { id, fields, done: await revise(desk, c, id, fields, { edits }) });
  });
  app.post('/experiments/:id/yaml', async (c) => {
    const id = c.req.param('id');
    const fields = await fieldsOfForm(c);
    const text = fields.yaml ?? '';
    return answer(desk, c, { id, fields, done: await revise(desk, c, id, fields, { text }) });
  });
}

const revise = (
  desk: Desk,
  c: StudioContext,
  id: string,
  fields: Readonly<Record<string, string | undefined>>,
  how: Pick<Revising, 'edits' | 'text'>,
): Promise<Done<object>> =>
  changeExperiment(
    desk.house,
    id,
    { what: 'experiment.update', ...how, isBranch: fields.branch === 'yes' },
    { ...desk.caller(c), ifRevision: filledIn(fields.revision) },
  );

interface Answering {
  readonly id: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly done: Done<object>;
}

function answer(desk: Desk, c: StudioContext, { id, fields, done }: Answering): Response | Promise<Response> {
  if (done.ok) return c.redirect(`/experiments/${id}?done=${fields.branch === 'yes' ? 'branch' : 'changed'}`, 303);
  const { fault } = done;
  if (fault.code === 'CONFLICT')
    return desk.refuse(c, { ...fault, details: { ...fault.details, own: fields.yaml ?? '' } }, 'experiments');
  return showForm(desk, c, id, fields.yaml ?? null, fault);
}

async function showForm(
  desk: Desk,
  c: StudioContext,
  id: string,
  typed: string | null,
  fault: (Done<never> & { readonly ok: false })['fault'] | null,
): Promise<Response> {
  const filed = (await desk.house.workspace.read()).experiments.get(id);
  if (!filed)
    return desk.refuse(
      c,
      { code: 'EXPERIMENT_NOT_FOUND', message: `There is no experiment ${id}`, problems: [] },
      'experiments',
    );
  const nonce = randomBytes(16).toString('base64');
  const body = editBody({ filed, typed, problems: typed === null ? [] : (fault?.problems ?? []), nonce });
  const notice = fault && noticeOfFault(typed === null ? fault : { ...fault, problems: [] });
  const page = { title: `Change ${filed.source.raw.name}`, at: 'experiments', body, notice } as const;
  return desk.show(c, { ...page, nonce, scripts: ['/studio/code.js'] }, fault ? 422 : 200);
}
