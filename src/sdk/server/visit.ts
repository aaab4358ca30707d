/** Answers for one request: what is decided for whoever makes it. */

import {
  type Assignments,
  addMark,
  type Context,
  DENIED,
  type Experiment,
  explain,
  forcedKey,
  formatAssignments,
  formatRendered,
  formatVisitor,
  type Gate,
  holdoutsFor,
  isBotAgent,
  MOST_ASSIGNMENTS,
  markAssignment,
  mayFireAt,
  mergeAssignments,
  parseAssignments,
  parseVisitor,
  previewIn,
  readAddress,
  readSubject,
  type ServedDecision,
  STICKY_COOKIE,
  type StoredVisitor,
  VISITOR_COOKIE,
} from '../../core/index.js';
import type { AnyRequest, FxVisit, ServerExplanation, ServerOptions, VisitOptions } from './api.js';
import { askHost } from './ask.js';
import { formatCookie, formatRenewed, isWorn, replaceCookies } from './cookies.js';
import type { RequestFacts } from './facts.js';
import { createReporter, newId } from './report.js';
import { cookiesOf, isPrefetch, type ReadRequest, readRequest } from './request.js';
import type { KnownQuestion, Ready, ServerSite, ServerVerdict } from './state.js';

/** The cookie of the tag that says that this browser shows a preview in some tab. */
const PREVIEW_COOKIE = '_fx_p';

const NO_FACTS: Context = {};

/** What nobody has decided: the page may know more, or be told more. */
const UNDECIDED = /^(bot|consent|prefetch|context)$/;

/** The editor's parameter, which `fx dev` writes without a value. */
const EDITED = /[?&]fx-edit(?![^=&])/;

export function createVisit(site: ServerSite, request: AnyRequest, given: VisitOptions): FxVisit {
  const { manifest, options, _ready: ready } = site;
  const now = Date.now();
  const asked = readRequest(request, options.origin, given.path);
  const cookies = cookiesOf(asked, VISITOR_COOKIE);
  const known = findVisitor(cookies);
  const visitor = known ?? { id: newId(), made: now, domain: options.cookieDomain ?? '' };
  const subject = readSubject(given.subject) ?? visitor.id;
  // Somebody changes the page in the editor: as it is when nobody is in anything.
  const bar = !options.preview && EDITED.test(asked._url.search) ? 'preview' : barOf(options, asked, known, cookies);
  let asRead: RequestFacts | undefined;
  const facts = (): RequestFacts => {
    asRead ??= site._facts._read(asked, given.context ?? {}, visitor.made, now);
    return asRead;
  };
  const preview = (options.preview ? '' : previewIn(asked._url.search)) ?? '';
  const forces = (one: Experiment): string | null => (preview ? forcedKey(preview, one) : null);
  const isPreview =
    !options.preview &&
    (cookiesOf(asked, PREVIEW_COOKIE).length > 0 ||
      (!!preview && !!manifest?.experiments.some((one) => forces(one) !== null)));
  const isSilent = !!bar || isPreview;
  const stored: Assignments = cookiesOf(asked, STICKY_COOKIE)
    .map((text) => parseAssignments(text, subject))
    .reduce(mergeAssignments, []);
  /** By the name of the experiment: looking through the list for each costs more than deciding. */
  const held = new Map([...stored].reverse().map((mark) => [mark.slice(0, 6), mark]));
  const marks: string[] = [];
  let isNew = false;
  const verdicts = new Map<string, ServerVerdict>();
  /** What the host has asked for by name, and so shows. */
  const shown = new Set<string>();

  const questionOf = (one: Ready, experiment = one.experiment): KnownQuestion => ({
    subject,
    context: one._needs[0] ? facts()._context(one._needs) : NO_FACTS,
    sticky: heldBy(one, held) ?? askHost(() => options.recall?.(experiment, subject)) ?? null,
    enabled: manifest?.enabled,
    holdouts: manifest?.holdouts && holdoutsFor(manifest, experiment, now),
    forced: forces(experiment),
    now,
  });
  const judge = (one: Ready): ServerVerdict => {
    const { experiment, _decide: decide, _needs: needs } = one;
    if (!decide) return out('invalid');
    const question = questionOf(one);
    if (bar && question.forced === null) return out(bar);
    const { decide: overrule } = options;
    // Whoever explains may have missed one before.
    site._facts._takeMissed();
    const verdict = decide(question, overrule && ((said) => askHost(() => overrule(experiment, subject, said))));
    return needs[0] && site._facts._takeMissed() && verdict.reason === 'rule' ? out('context') : verdict;
  };
  const verdictOn = (id: string): ServerVerdict => {
    const decided = verdicts.get(id);
    const one = ready.get(id);
    if (decided || !one) return decided ?? out('unknown');
    const verdict = judge(one);
    verdicts.set(id, verdict);
    const { reason, variant } = verdict;
    if (variant !== null && reason !== 'divert' && !isSilent && one.experiment.sticky !== false) {
      const mark = markFor(one, variant);
      isNew ||= held.get(mark.slice(0, 6)) !== mark;
      marks.push(mark);
    }
    return verdict;
  };
  const served = (id: string): ServedDecision => {
    const verdict = verdictOn(id);
    const payload = payloadOf(id, verdict);
    return { variant: verdict.recipe ? verdict.variant : null, ...(payload && { payload }), reason: verdict.reason };
  };
  const payloadOf = (id: string, { recipe, variant }: ServerVerdict) =>
    recipe ? ready.get(id)?.experiment.variants.find(({ key }) => key === variant)?.payload : undefined;
  const show = (id: string): ServerVerdict => {
    if (ready.has(id)) shown.add(id);
    return verdictOn(id);
  };
  const serve = (ids: Iterable<string>) => Object.fromEntries([...ids].map((id) => [id, served(id)]));
  const isDecided = (id: string): boolean => !UNDECIDED.test(verdictOn(id).reason);
  const changed = (): [name: string, value: string][] => {
    const pairs: [string, string][] = [];
    if (isSilent || !manifest) return pairs;
    const isOld = !!known && cookies.some((text) => isWorn(text, known, now));
    if (!known || isOld) pairs.push([VISITOR_COOKIE, known ? formatRenewed(known, now) : formatVisitor(visitor)]);
    // Of one who holds nothing there is nothing to look through.
    const added = (): Assignments =>
      stored[0] ? marks.reduce((all, mark) => addMark(all, mark, site._known), stored) : marks.slice(-MOST_ASSIGNMENTS);
    if (isNew || (isOld && stored[0]))
      pairs.push([STICKY_COOKIE, formatAssignments(isNew ? added() : stored, subject)]);
    return pairs;
  };
  /** What rules are asked with throws where only a page knows: what is shown has no such fact. */
  const showPlain = (gate: Gate): Gate =>
    'context' in gate.saw ? { ...gate, saw: { ...gate.saw, context: facts()._plain() } } : gate;
  const reporter = createReporter(site, {
    _facts: facts,
    _asked: asked,
    _isSilent: isSilent,
    subject,
    visitor,
    now,
    _given: given,
  });

  const answers: Answers = {
    subject,
    visitor: visitor.id,
    variant(id) {
      const { recipe, variant } = show(id);
      return (recipe && variant) || undefined;
    },
    payload: (id) => payloadOf(id, show(id)),
    explain(id): ServerExplanation | undefined {
      const one = ready.get(id);
      if (!one) return undefined;
      const { reason, variant } = verdictOn(id);
      return { id, variant, reason, gates: one._decide ? explain(one.experiment, questionOf(one)).map(showPlain) : [] };
    },
    expose(id) {
      const one = ready.get(id);
      return !!one && reporter.expose(one.experiment, verdictOn(id));
    },
    track: reporter.track,
    _decisions() {
      const address = readAddress(asked._url);
      const ids: string[] = [];
      for (const [id, { experiment }] of ready)
        if ((!experiment.trigger || mayFireAt(experiment.trigger, address)) && isDecided(id)) ids.push(id);
      return serve(ids);
    },
    _rendered: () => formatRendered(serve([...verdicts.keys()].filter((id) => shown.has(id) || isDecided(id)))),
    _isPrivate: () => verdicts.size + changed().length > 0,
    _setCookies: () =>
      changed().map(([name, value]) => formatCookie(name, value, visitor.domain, asked._url.protocol === 'https:')),
    _cookieHeader: () => replaceCookies(asked._header('cookie'), changed()),
  };
  return Object.setPrototypeOf(answers, GETTERS) as FxVisit;
}

type Late = 'decisions' | 'rendered' | 'isPrivate' | 'setCookies' | 'cookieHeader';

/** A visit with methods in place of its getters. */
type Answers = Omit<FxVisit, Late> & { readonly [Name in Late as `_${Name}`]: () => FxVisit[Name] };

/** The getters of all visits: an object with five of its own costs more than many decisions do. */
const GETTERS: Pick<FxVisit, Late> & ThisType<Answers> = {
  get decisions() {
    return this._decisions();
  },
  get rendered() {
    return this._rendered();
  },
  get isPrivate() {
    return this._isPrivate();
  },
  get setCookies() {
    return this._setCookies();
  },
  get cookieHeader() {
    return this._cookieHeader();
  },
};

/** Why nobody like this is in anything, '' where nothing says so. */
function barOf(
  { consent, gpc }: ServerOptions,
  asked: ReadRequest,
  held: StoredVisitor | undefined,
  cookies: readonly string[],
): string {
  if (isBotAgent(asked._header('user-agent'))) return 'bot';
  const isDenied = cookies.includes(DENIED) || (consent && !held) || (gpc && asked._header('sec-gpc') === '1');
  if (isDenied) return 'consent';
  return isPrefetch(asked) ? 'prefetch' : '';
}

/** Of two that share a name the one of the domain: the tag deletes the other, which shadows it on one host. */
function findVisitor(cookies: readonly string[]): StoredVisitor | undefined {
  const found = cookies.flatMap((text) => parseVisitor(text) ?? []);
  return found.find(({ domain }) => domain) ?? found[0];
}

/** Hashing costs more than deciding does. */
function markFor({ experiment, _marks: marks }: Ready, key: string): string {
  const mark = marks.get(key) ?? markAssignment(experiment, key);
  marks.set(key, mark);
  return mark;
}

/** The key that was stored for an experiment, '' for one that it no longer has, null for none. */
function heldBy(one: Ready, held: ReadonlyMap<string, string>): string | null {
  const mark = held.size ? held.get(markFor(one, '').slice(0, 6)) : undefined;
  return mark === undefined ? null : (one.experiment.variants.find(({ key }) => markFor(one, key) === mark)?.key ?? '');
}

function out(reason: string): ServerVerdict {
  return { variant: null, recipe: false, exposure: false, reason };
}
