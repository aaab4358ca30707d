/** Answers for one request: what is decided for whoever makes it. */

import {
  type Assignments,
  addMark,
  type Context,
  DENIED,
  type Experiment,
  forcedKey,
  formatAssignments,
  formatCookie,
  formatRendered,
  formatRenewed,
  formatVisitor,
  type Gate,
  holdoutsFor,
  isBotAgent,
  isWorn,
  MOST_ASSIGNMENTS,
  mayFireAt,
  mergeAssignments,
  parseAssignments,
  pickVisitor,
  previewIn,
  readAddress,
  readSubject,
  replaceCookies,
  type ServedDecision,
  STICKY_COOKIE,
  type StoredVisitor,
  VISITOR_COOKIE,
} from '../../core/index.js';
import type { AnyRequest, FxVisit, ServerOptions, VisitOptions } from './api.js';
import { askHost } from './ask.js';
import { createReporter, newId } from './report.js';
import { isPrefetch, type ReadRequest, readRequest } from './request.js';
import { explanationOf, type KnownQuestion, out, type Ready, type ServerSite, type ServerVerdict } from './state.js';

/** The cookie of the tag that says that this browser shows a preview in some tab. */
const PREVIEW_COOKIE = '_fx_p';

const NO_FACTS: Context = {};

/** What nobody has decided: the page may know more, or be told more. */
const UNDECIDED = /^(bot|consent|prefetch|context)$/;

/** The editor's parameter, which `fx dev` writes without a value. */
const EDITED = /[?&]fx-edit(?![^=&])/;

export function createVisit(site: ServerSite, request: AnyRequest, given: VisitOptions): FxVisit {
  const { manifest, options, _facts: reader, _ready: ready } = site;
  const now = Date.now();
  const asked = readRequest(request, options.origin, given.path);
  const { _cookies: cookiesOf, _url: url } = asked;
  const cookies = cookiesOf(VISITOR_COOKIE);
  const known = pickVisitor(cookies);
  const visitor = known ?? { id: newId(), made: now, domain: options.cookieDomain ?? '' };
  const subject = readSubject(given.subject) ?? visitor.id;
  const search = options.preview ? '' : url.search;
  const preview = previewIn(search) ?? '';
  const forces = (one: Experiment): string | null => (preview ? forcedKey(preview, one) : null);
  const isPreview =
    (!options.preview && cookiesOf(PREVIEW_COOKIE).length > 0) ||
    !!manifest?.experiments.some((one) => forces(one) !== null);
  // Somebody changes the page in the editor: as it is when nobody is in anything.
  const bar = EDITED.test(search) ? 'preview' : barOf(options, asked, known, cookies);
  const isSilent = !!bar || isPreview;
  const facts = reader._read(asked, given.context, visitor.made, now);
  const stored = cookiesOf(STICKY_COOKIE)
    .map((text) => parseAssignments(text, subject))
    .reduce(mergeAssignments, []);
  const marks: string[] = [];
  let isNew = false;
  const verdicts = new Map<string, ServerVerdict>();
  /** What the host has asked for by name, and so shows. */
  const shown = new Set<string>();

  const questionOf = ({ experiment, _marks, _needs }: Ready): KnownQuestion => ({
    subject,
    context: _needs[0] ? facts._context(_needs) : NO_FACTS,
    sticky: heldBy(experiment, _marks, stored) ?? askHost(() => options.recall?.(experiment, subject)) ?? null,
    enabled: manifest?.enabled,
    holdouts: manifest?.holdouts && holdoutsFor(manifest, experiment, now),
    forced: forces(experiment),
    now,
  });
  const judge = (one: Ready): ServerVerdict => {
    const { experiment, _decide: decide } = one;
    if (!decide) return out('invalid');
    const question = questionOf(one);
    if (bar && question.forced === null) return out(bar);
    const { decide: overrule } = options;
    // Whoever explains may have missed one before.
    reader._isMissed = false;
    const verdict = decide(question, overrule && ((said) => askHost(() => overrule(experiment, subject, said))));
    return reader._isMissed && verdict.reason === 'rule' ? out('context') : verdict;
  };
  const verdictOn = (id: string): ServerVerdict => {
    const decided = verdicts.get(id);
    const one = ready.get(id);
    if (decided || !one) return decided ?? out('unknown');
    const verdict = judge(one);
    verdicts.set(id, verdict);
    const { experiment, _marks } = one;
    const mark =
      verdict.variant === null ? '' : _marks[experiment.variants.findIndex(({ key }) => key === verdict.variant)];
    if (mark && verdict.reason !== 'divert' && experiment.sticky !== false) {
      isNew ||= !stored.includes(mark);
      marks.push(mark);
    }
    return verdict;
  };
  const payloadOf = (id: string, { recipe, variant }: ServerVerdict) =>
    recipe ? ready.get(id)?.experiment.variants.find(({ key }) => key === variant)?.payload : undefined;
  const served = (id: string): ServedDecision => {
    const verdict = verdictOn(id);
    const payload = payloadOf(id, verdict);
    return { variant: verdict.recipe ? verdict.variant : null, ...(payload && { payload }), reason: verdict.reason };
  };
  const serve = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, served(id)]));
  const isDecided = (id: string): boolean => !UNDECIDED.test(verdictOn(id).reason);
  const changed = (): [name: string, value: string][] => {
    if (isSilent || !manifest) return [];
    const isOld = !!known && cookies.some((text) => isWorn(text, known, now));
    // Of one who holds nothing there is nothing to look through.
    const added = (): Assignments =>
      stored[0] ? marks.reduce((all, mark) => addMark(all, mark, site._known), stored) : marks.slice(-MOST_ASSIGNMENTS);
    const pairs: [string, string][] = [];
    if (!known || isOld) pairs.push([VISITOR_COOKIE, known ? formatRenewed(known, now) : formatVisitor(visitor)]);
    if (isNew || (isOld && stored[0]))
      pairs.push([STICKY_COOKIE, formatAssignments(isNew ? added() : stored, subject)]);
    return pairs;
  };
  const show = (id: string): ServerVerdict => {
    shown.add(id);
    return verdictOn(id);
  };
  /** What rules are asked with throws where only a page knows: what is shown has no such fact. */
  const showPlain = (gate: Gate): Gate =>
    'context' in gate.saw ? { ...gate, saw: { ...gate.saw, context: facts._plain() } } : gate;
  const isCounted = !isSilent && !asked._isHead;
  const { _expose, track } = createReporter(
    site,
    subject,
    visitor,
    url.pathname,
    now,
    facts,
    isCounted,
    given.waitUntil,
  );

  const answers: Answers = {
    subject,
    visitor: visitor.id,
    variant(id) {
      const { recipe, variant } = show(id);
      return (recipe && variant) || undefined;
    },
    payload: (id) => payloadOf(id, show(id)),
    explain(id) {
      const one = ready.get(id);
      const explained = one && explanationOf(one, verdictOn(id), () => questionOf(one));
      return explained && { ...explained, gates: explained.gates.map(showPlain) };
    },
    expose(id) {
      const one = ready.get(id);
      return !!one && _expose(one.experiment, verdictOn(id));
    },
    track,
    _decisions() {
      const address = readAddress(url);
      const here = [...ready].filter(([id, { experiment }]) => mayFireAt(experiment.trigger, address) && isDecided(id));
      return serve(here.map(([id]) => id));
    },
    _rendered() {
      return formatRendered(serve([...verdicts.keys()].filter((id) => shown.has(id) || isDecided(id))));
    },
    _isPrivate() {
      return verdicts.size + changed().length > 0;
    },
    _setCookies() {
      const isSecure = url.protocol === 'https:';
      return changed().map(([name, value]) => formatCookie(name, value, visitor.domain, isSecure));
    },
    _cookieHeader() {
      return replaceCookies(asked._header('cookie'), changed());
    },
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

/** The key that was stored for an experiment, '' for one that it no longer has, null for none. */
function heldBy({ variants }: Experiment, marks: readonly string[], stored: Assignments): string | null {
  const name = marks[0]?.slice(0, 6);
  const held = stored.find((mark) => mark.slice(0, 6) === name);
  return held === undefined ? null : (variants[marks.indexOf(held)]?.key ?? '');
}
