/** Serves the pages of experiments, and does what their buttons say. */

import type { Hono } from 'hono';
import type { FieldEdit } from '../../authoring/checks.js';
import { statusOf } from '../../core/index.js';
import type { ShotSize } from '../../shot/index.js';
import { mayAs } from '../access/roles.js';
import { createExperiment } from '../api/creation.js';
import { changeExperiment, startExperiment, stopExperiment } from '../api/lifecycle.js';
import type { Done, Refused } from '../fault.js';
import type { AppEnv } from '../http.js';
import { refusedAction } from './actionforms.js';
import { FRESH, refusedAt, sortedFault } from './atfield.js';
import { concludeExperiment } from './conclude.js';
import { type Desk, isUnchanged, type StudioContext } from './desk.js';
import { experimentBody } from './experiment.js';
import { experimentsBody } from './experiments.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { newBody, newFault, newFieldOf, requestFrom } from './newform.js';
import { likenessesOf, pictureAnswer, pictureOf, picturesOf } from './pictures.js';
import { planExperiment } from './planning.js';
import { errorPathOf, meetingOf, standingOf } from './standing.js';
import { undoChange } from './undo.js';
import { answerWithoutFile } from './unfiled.js';

type Fields = Readonly<Record<string, string | undefined>>;

/** Adds them. */
export function experimentPages(app: Hono<AppEnv>, desk: Desk): void {
  const { house } = desk;
  app.get('/experiments', (c) => listPage(desk, c));
  // Not below /experiments, where an experiment may have any word for its id.
  app.get('/new', (c) => desk.show(c, { title: 'New experiment', at: 'experiments', body: newBody(FRESH) }));
  app.post('/experiments', async (c) => {
    const fields = await fieldsOfForm(c);
    const asked = requestFrom(fields);
    const made = asked.ok ? await createExperiment(house, asked.value, desk.caller(c)) : asked;
    if (asked.ok && made.ok) return c.redirect(`/experiments/${asked.value.key}?done=made`, 303);
    if (made.ok) return c.notFound();
    const { errors, notice } = sortedFault(newFault(made.fault), newFieldOf);
    const body = newBody({ typed: fields, errors });
    return desk.show(c, { title: 'New experiment', at: 'experiments', body, notice }, 422);
  });
  app.get('/experiments/:id', (c) => experimentPage(desk, c, c.req.param('id')));
  app.get('/experiments/:id/image/:variant', async (c) => {
    const filed = (await house.workspace.read()).experiments.get(c.req.param('id'));
    const picture = filed ? await pictureOf(filed, c.req.param('variant'), house.workspace.directory, sizeIn(c)) : null;
    return (picture && (await pictureAnswer(picture))) ?? c.notFound();
  });
  app.post('/experiments/:id/pictures', async (c) => {
    const id = c.req.param('id');
    const catalogue = await house.workspace.read();
    if (!catalogue.experiments.has(id)) return desk.refuse(c, missing(id), 'experiments');
    if (house.site.address !== null) house.camera.take(id, catalogue, house.site.address);
    return c.redirect(`/experiments/${id}`, 303);
  });
  for (const action of Object.keys(ACTIONS))
    app.post(`/experiments/:id/${action}`, async (c) => {
      const id = c.req.param('id');
      const fields = await fieldsOfForm(c);
      const caller = { ...desk.caller(c), ifRevision: filledIn(fields.revision) };
      const before = (await house.workspace.read()).experiments.get(id);
      // A note that is changed later takes nobody out of what ended long ago.
      const isNote = action === 'conclude' && before !== undefined && statusOf(before.source.raw) === 'archived';
      const run = ACTIONS[action];
      const done = run ? await run({ desk, id, fields, caller }) : null;
      if (!done) return c.notFound();
      if (!done.ok)
        return (
          (await refusedAction(desk, c, action, { id, fields, fault: done.fault })) ??
          desk.refuse(c, done.fault, 'experiments')
        );
      const { id: now = id } = done.value as { readonly id?: string };
      const word = isUnchanged(before, done.value) ? 'nothing' : isNote ? 'saved' : wordOf(action, fields);
      return c.redirect(`/experiments/${now}?done=${word}`, 303);
    });
}

async function listPage(desk: Desk, c: StudioContext): Promise<Response> {
  const { house } = desk;
  const [text = '', status = '', page] = ['q', 'status', 'page'].map((name) => c.req.query(name));
  const query = { text: text.trim(), status, page };
  const catalogue = await house.workspace.read();
  const facts = {
    ...{ catalogue, query, meeting: await meetingOf(house), readout: house.readouts.last(), now: house.now() },
    mayEdit: mayAs(desk.caller(c).role, 'editor'),
  };
  return desk.show(c, { title: 'Experiments', at: 'experiments', body: experimentsBody(facts) });
}

const missing = (id: string): Refused => ({
  code: 'EXPERIMENT_NOT_FOUND',
  message: `There is no experiment ${id}, or its file has an error`,
  problems: [],
});

const sizeIn = (c: StudioContext): ShotSize => (c.req.query('size') === 'phone' ? 'phone' : 'desktop');

interface Acting {
  readonly desk: Desk;
  readonly id: string;
  readonly fields: Fields;
  readonly caller: ReturnType<Desk['caller']> & { readonly ifRevision: string | undefined };
}

const DONE: Readonly<Record<string, string>> = {
  start: 'started',
  resume: 'started',
  stop: 'stopped',
  archive: 'stopped',
  duplicate: 'made',
  conclude: 'concluded',
  undo: 'undone',
  plan: 'saved',
};

const wordOf = (action: string, { decision }: Fields): string =>
  action === 'conclude' && decision === 'ship' ? 'shipped' : (DONE[action] ?? 'changed');

const setTo =
  (what: string, edits: (fields: Fields) => readonly FieldEdit[]) =>
  ({ desk: { house }, id, fields, caller }: Acting): Promise<Done<object>> =>
    changeExperiment(house, id, { what, edits: edits(fields) }, caller);

const status = (value: string) => (): readonly FieldEdit[] => [{ path: ['status'], value }];

const ACTIONS: Readonly<Record<string, (acting: Acting) => Promise<Done<object>>>> = {
  start: ({ desk: { house }, id, caller }) => startExperiment(house, id, caller),
  pause: (acting) => setTo('experiment.pause', status('paused'))(acting),
  resume: (acting) => setTo('experiment.resume', status('running'))(acting),
  archive: (acting) => setTo('experiment.archive', status('archived'))(acting),
  ship: (acting) =>
    setTo('experiment.ship', ({ variant }) => [{ path: ['divertTo'], value: filledIn(variant) }])(acting),
  stop: ({ desk: { house }, id, fields, caller }) => {
    const [reason, winningVariant, learning] = [fields.reason, fields.winner, fields.learning].map(filledIn);
    if (reason === undefined) return Promise.resolve(refusedAt({ reason: 'Say why: it is kept in the history.' }));
    return stopExperiment(house, { experimentId: id, reason, winningVariant, learning }, caller);
  },
  conclude: ({ desk: { house }, id, fields, caller }) => concludeExperiment(house, id, fields, caller),
  plan: ({ desk: { house }, id, fields, caller }) => planExperiment(house, id, fields, caller),
  undo: ({ desk: { house }, id, fields, caller }) => undoChange(house, id, fields.deed ?? '', caller),
  duplicate: async ({ desk: { house }, id, caller }) =>
    (await import('./duplicate.js')).duplicateExperiment(house, id, caller),
};

async function experimentPage(desk: Desk, c: StudioContext, id: string): Promise<Response> {
  const { house } = desk;
  const catalogue = await house.workspace.read();
  const filed = catalogue.experiments.get(id);
  if (!filed) return answerWithoutFile(desk, c, id);
  const meeting = await meetingOf(house);
  const errorAt = errorPathOf(catalogue, id);
  const facts = {
    filed,
    others: [...catalogue.experiments.values()],
    pictured: await picturesOf(filed, house.workspace.directory),
    alike: await likenessesOf(filed, house.workspace.directory),
    camera: house.camera.state(id),
    readout: house.readouts.last(),
    deeds: await house.record.read({ experiment: id }),
    role: desk.caller(c).role,
    site: house.site.address,
    previewToken: catalogue.config.token,
    meeting,
    standing: standingOf({ id, filed, errorAt }, meeting, house.now()),
    now: house.now(),
  };
  return desk.show(c, { title: filed.source.raw.name, at: 'experiments', body: experimentBody(facts) });
}
