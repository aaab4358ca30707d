/** Shows a file that has an error, at its line, and takes it corrected. */

import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { codeFrame, type Problem } from '../../authoring/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import { mayAs } from '../access/roles.js';
import { type Refused, refused } from '../fault.js';
import type { AppEnv } from '../http.js';
import { type Catalogue, revisionOfText, textOfFile } from '../workspace.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm } from './forms.js';
import { type ExperimentStanding, meetingOf, standingChips, standingsOf } from './standing.js';

/** Adds it. */
export function repairPages(app: Hono<AppEnv>, desk: Desk): void {
  const { changes, live, workspace } = desk.house;
  app.get('/repair', (c) => showFile(desk, c, c.req.query('file') ?? '', null));
  app.post('/repair', async (c) => {
    const { file = '', revision = '', yaml = '' } = await fieldsOfForm(c);
    const found = (await workspace.read()).files.find(({ path }) => path === file);
    const isCrlf = found !== undefined && textOfFile(found).includes('\r\n');
    const { author } = desk.caller(c);
    const text = isCrlf ? yaml.replaceAll('\n', '\r\n') : yaml;
    const done = await changes.repair({ path: file, ifRevision: revision, text, author, what: 'experiment.update' });
    if (!done.ok)
      return done.fault.code === 'VALIDATION_FAILED'
        ? showFile(desk, c, file, { yaml, fault: done.fault })
        : desk.refuse(c, { ...done.fault, details: { ...done.fault.details, own: yaml } }, 'experiments');
    const { id } = done.value;
    live.tell({ type: 'change', experiment: id, who: author.name, what: 'experiment.update' });
    const isThere = (await workspace.read()).experiments.has(id);
    return c.redirect(`/experiments${isThere ? `/${id}` : ''}?done=changed`, 303);
  });
}

/** A try that was refused. */
interface Tried {
  readonly yaml: string;
  readonly fault: Refused;
}

async function showFile(desk: Desk, c: StudioContext, path: string, tried: Tried | null): Promise<Response> {
  const { house } = desk;
  const catalogue = await house.workspace.read();
  const file = catalogue.files.find((one) => one.path === path);
  const own = catalogue.errors.filter((error) => error.file === path);
  if (!file) {
    const [why] = own;
    if (!why) return desk.refuse(c, gone(path), 'experiments');
    return desk.show(c, {
      title: path,
      at: 'experiments',
      body: unreadBody(path, why.message, watchText(catalogue, path)),
    });
  }
  const part = catalogue.broken.find((one) => one.path === path);
  const standing = part?.id ? standingsOf(catalogue, await meetingOf(house), house.now()).get(part.id) : undefined;
  const nonce = randomBytes(16).toString('base64');
  const saved = textOfFile(file).replaceAll('\r\n', '\n');
  const errors = tried ? (tried.fault.problems as readonly Problem[]) : own;
  const body = repairBody({
    ...{ path, errors, standing, nonce, saved, text: tried?.yaml ?? saved },
    name: part?.name ?? path,
    revision: revisionOfText(file.text),
    line: errors[0]?.line ?? 1,
    mayEdit: mayAs(desk.caller(c).role, 'editor'),
    isWhole: file.text.length <= LARGEST,
    watched: watchText(catalogue, path),
  });
  const page = {
    title: `Correct ${part?.name ?? path}`,
    at: 'experiments',
    body,
    nonce,
    scripts: ['/studio/code.js'],
  } as const;
  return desk.show(c, page, tried ? 422 : 200);
}

/** Of what is published of a file, while it has an error. */
function watchText({ earlier }: Catalogue, path: string): string {
  const sources = earlier.find((one) => one.path === path)?.sources.values() ?? [];
  const isWatched = [...sources].some(({ raw }) => raw.guard);
  return isWatched ? 'its guard goes by the file as it was before' : 'no guard watches it meanwhile';
}

/** Bytes: no more is read of a file, so that what follows would be lost. */
const LARGEST = 2 ** 20;

function gone(path: string): Refused {
  const { fault } = refused('NOT_FOUND', { message: `There is no file ${path}` }) as { readonly fault: Refused };
  return fault;
}

/** Of a file whose text nobody here knows, such as one whose permissions keep the server out. */
const unreadBody = (path: string, why: string, watched: string): Html => html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <div class="title"><h1>${path}</h1></div>
      <div class="message message-bad" role="alert"><p>${path} ${why} Nothing can be published until then. Visitors keep what they have; ${watched}.</p></div>
      <p class="quiet">Studio cannot do that for you: somebody has to on the machine on which fx serve runs. This page shows the file as soon as it is read.</p>`;

/** What the page is made of. */
interface RepairFacts {
  readonly path: string;
  readonly name: string;
  readonly errors: readonly Problem[];
  readonly standing: ExperimentStanding | undefined;
  /** With the line ends of a form. */
  readonly text: string;
  readonly saved: string;
  readonly revision: string;
  readonly line: number;
  readonly nonce: string;
  readonly mayEdit: boolean;
  readonly isWhole: boolean;
  /** What the guard does meanwhile. */
  readonly watched: string;
}

const MOST_SHOWN = 20;

function repairBody(facts: RepairFacts): Html {
  const { path, name, errors, standing, text, mayEdit, isWhole } = facts;
  const count = errors.length;
  return html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <div class="title"><h1>${name}</h1>${standing ? standingChips({ ...standing, errorAt: null }) : ''}</div>
      ${
        count
          ? html`<div class="message message-bad" role="alert"><p>${plural(count, 'error')} in the file ${path}. Nothing can be published until ${count > 1 ? 'they are' : 'it is'} corrected. Visitors keep what they have; ${facts.watched}.</p>
      <ul>${errors.slice(0, MOST_SHOWN).map((error) => html`<li><span class="line">line ${error.line}</span> ${error.path} ${error.message}<pre class="inline" tabindex="0" aria-label="Line ${error.line} of the file">${codeFrame(text, error.line, error.column)}</pre></li>`)}</ul></div>
      ${count > MOST_SHOWN ? html`<p class="quiet">And ${count - MOST_SHOWN} more.</p>` : ''}`
          : html`<p class="quiet">The file ${path} has no error now.</p>`
      }
      ${!isWhole ? html`<p>It is larger than 1 MB, which is more than a page can hold: somebody with the files has to split it.</p>` : mayEdit ? repairForm(facts) : html`<p class="quiet">Correcting it is for editors.</p>`}`;
}

const repairForm = ({ path, text, saved, revision, line, nonce }: RepairFacts): Html => html`
      <form class="form yaml" method="post" action="/repair">
        <input type="hidden" name="file" value="${path}"><input type="hidden" name="revision" value="${revision}">
        <fieldset><legend>YAML</legend><label>The file ${path} <textarea name="yaml" rows="30" spellcheck="false" wrap="off" class="code" autocomplete="off" data-experiment="${path}" data-line="${line}" data-nonce="${nonce}"${text === saved ? '' : html` data-saved="${saved}"`}>
${text}</textarea></label><p class="hint code-status" role="status"></p></fieldset>
        <p class="row"><button class="primary">Save</button><a href="/experiments">Cancel</a></p></form>`;
