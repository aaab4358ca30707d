/** Knows what other systems call the fields and values of an experiment, and what fx takes in their place. */

import { read } from './json.js';
import type { Path } from './problem.js';

/** By what fx calls it, or by what to do: the words that others have for it. */
type Words = Readonly<Record<string, string>>;

const SHARE = 'write sampleRate, a share from 0 to 1: 0.5 is half of the visitors';
const WEIGHT = 'each variant has its weight, in ten-thousandths: weight: 5000 is half';
const WHERE = 'where it runs is its trigger: write trigger: { kind: urlMatch, pattern: /cart }';
const RULE = "rule: { '==': [{ var: device.type }, mobile] }";
const WHO = `who takes part is a rule below audience: ${RULE}`;
const TRACK = "metrics count events: the page calls fx.push(['track', 'signup']), and eventName: signup names it here";
const SEVERAL =
  "write one regular expression, pattern: '^/(cart|checkout)' and regex: true, or kind: any with a list below of";

/** Fields that have another name here, with the same meaning. */
const RENAMED: Readonly<Record<string, Words>> = {
  experiment: {
    name: 'title label displayName',
    id: 'key slug experimentId experimentKey trackingKey',
    status: 'state',
    startAt: 'start startDate startsAt startTime dateStarted begin',
    endAt: 'end endDate endsAt endTime dateEnded until',
    variants: 'recipes variations arms treatments',
    metrics: 'goals kpis',
    sampleRate: 'coverage',
    salt: 'seed',
    sharedJs: 'sharedJS commonJs',
    sharedCss: 'sharedCSS commonCss',
  },
  variants: {
    key: 'id slug',
    name: 'title label displayName',
    js: 'javascript script code customJs',
    css: 'style styles stylesheet customCss',
    domOps: 'changes domMutations mutations modifications',
    redirect: 'url redirectTo redirectUrl destination',
    image: 'screenshot',
  },
  metrics: {
    key: 'id slug',
    name: 'title label displayName',
    kind: 'type aggregation',
    eventName: 'event eventKey eventType',
    goal: 'direction',
    isPrimary: 'primary',
    over: 'denominator',
    quantile: 'percentile',
    window: 'conversionWindow',
    cap: 'capping',
  },
  audience: { sampleRate: 'coverage' },
  trigger: {
    kind: 'type',
    pattern: 'url path urlPattern',
    regex: 'isRegex regexp',
    name: 'event eventName',
    selector: 'element',
    of: 'triggers',
  },
  domOps: {
    op: 'type action operation kind',
    selector: 'element target css',
    value: 'text content html newText to with',
    was: 'from',
    name: 'property attribute attr prop',
    position: 'where placement',
  },
  layer: { name: 'id key', from: 'start', to: 'end' },
};

/** Fields that nothing here is the same as, with what to do. */
const ADVISED: Readonly<Record<string, Words>> = {
  experiment: {
    [SHARE]: 'traffic trafficAllocation percentTraffic trafficPercentage percentage percent rollout exposure sampling',
    [WEIGHT]: 'weights split splits allocation trafficSplit variationWeights',
    [WHERE]: 'url urls page pages urlPatterns urlTargeting path paths match',
    [WHO]: 'targeting condition conditions rules segment segments audienceConditions audiences filter',
    'experiments that must not meet take slices of a layer: layer: { name: checkout, from: 0, to: 0.5 }':
      'namespace group exclusionGroup mutex',
    'write status: running, or status: paused': 'enabled active isActive published',
    'write status: paused, or status: archived': 'disabled archived',
    'write endAt, a date and time with its zone': 'duration days length',
    'write startAt and endAt, each a date and time with its zone': 'schedule dates scheduling',
    "visitors are split by their id; the page names another one: fx.push(['identify', 'user-17'])":
      'hashAttribute fallbackAttribute bucketBy randomizationUnit unit identifier',
    'a phase begins by itself, once what decides is published anew: leave it out': 'phases phase',
    'write it below conclusion': 'winner decision learning',
    'write excludeRate below audience': 'excludeSampleRate',
    'assignments stay for 400 days: leave it out, or write sticky: false where none is to stay': 'cookieDuration',
    'fx has nothing of the kind: leave it out':
      'hashVersion minBucketVersion bucketVersion storageAdapter decisionAdapter isForcedVariationEnabled',
    'there is one type of experiment: leave it out': 'type',
  },
  variants: {
    'write weight, in ten-thousandths: 5000 is half, and all of them together are 10000':
      'percentage percent allocation traffic split share',
    'write it as an op below domOps: op: replaceHTML, selector: .box, value: the HTML': 'html',
    'write control: and the key of this variant at the experiment': 'isControl control baseline',
    'values for your own code stand below payload': 'value values config variables params json',
  },
  metrics: {
    'write goal: decrease': 'inverse lowerIsBetter',
    [TRACK]: 'url page pageUrl selector element',
  },
  audience: {
    [SHARE]: 'traffic percentage percent sampling',
    [`write ${RULE}`]: 'condition conditions targeting filter where',
    [`write it as a rule: ${RULE}`]: 'device country browser language segment os platform city region',
  },
  trigger: {
    [SEVERAL]: 'patterns urls paths',
    "write one regular expression that leaves it out, such as '^/cart(?!/done)'": 'exclude not negate',
  },
  domOps: {},
  layer: { 'write from and to, such as from: 0 and to: 0.5': 'share size coverage' },
};

/** Values of fields with a list of choices. A text of several words is advice. */
const VALUES: Readonly<Record<string, Words>> = {
  status: {
    running: 'active live on enabled started published launched',
    archived: 'stopped ended completed complete finished done inactive closed',
    paused: 'off disabled suspended',
    draft: 'staging preview new pending',
  },
  'metrics kind': {
    conversion: 'binomial binary proportion',
    sum: 'revenue total',
    "write kind: conversion for how many visitors, or kind: count for how often, with the eventName that the page sends by fx.push(['track', 'signup'])":
      'goal pageview pageviews click clicks',
    'write kind: sum for the mean of visitors, or kind: average for the mean of events': 'mean avg',
    quantile: 'median percentile',
  },
  role: { primary: 'main goal decision', guardrail: 'guard' },
  goal: {
    decrease: 'lower down minimize minimise less',
    increase: 'higher up maximize maximise more',
  },
  decision: { ship: 'won winner launch', keep: 'lost reject', repeat: 'inconclusive' },
  op: {
    replaceText: 'text setText',
    replaceHTML: 'html setHTML setHtml innerHTML',
    setAttr: 'attr attribute setAttribute',
    setStyle: 'style css',
    remove: 'delete',
    addClass: 'class',
    injectHTML: 'append prepend before after insert insertHTML insertHtml insertAdjacentHTML',
    'write op: replaceText for text alone, op: replaceHTML for HTML, or op: setAttr for an attribute such as src':
      'replace change set update edit modify swap content',
    'write op: setStyle, name: display, value: none, or op: remove': 'hide',
    'an element that is hidden is shown by op: setStyle with name: display and value: block, or by op: removeClass':
      'show',
    "write op: setAttr with name: src and value: the picture's address":
      'replaceImage setImage changeImage image img src setSrc',
    'write op: setAttr with name: href': 'link href setHref setLink changeLink',
    'no op does that by itself: write js': 'click focus scroll toggleClass wrap unwrap clone copy',
    'write redirect: at the variant, in place of domOps': 'redirect navigate',
    'no op moves elements: write js, or op: setStyle with name: order': 'move rearrange reorder',
  },
  'trigger kind': {
    urlMatch: 'url page path pageUrl urlMatches',
    visible: 'elementVisible inView inViewport viewport',
    waitForSelector: 'element selector elementExists exists waitFor',
    auto: 'always immediate immediately load pageLoad domReady',
    event: 'customEvent',
    script: 'js javascript custom function',
    any: 'or',
    all: 'and',
    'write kind: event and name: click, the name of an event of the page': 'click submit scroll',
    "write kind: manual, and let the page call fx.push(['activate', 'id']) when it is time":
      'delay timeout time timer exitIntent exit',
  },
};

const placeOf = (path: Path): string => {
  const place = path.findLast((segment) => typeof segment === 'string') ?? 'experiment';
  return place === 'of' ? 'trigger' : String(place);
};

const find = (words: Words | undefined, word: string): string | undefined =>
  Object.entries(words ?? {}).find(([, others]) => others.split(' ').includes(word))?.[0];

/** What a field is called here, or what to do in its place. */
export interface Elsewhere {
  readonly name?: string;
  readonly advice?: string;
  /** The field that is not missing besides. */
  readonly instead?: string;
}

/**
 * @param path of the object that holds the field
 * @param fields that the object may have: a name counts where it is one of them and is not there yet
 */
export function foreignField(key: string, path: Path, owner: unknown, fields: readonly string[]): Elsewhere {
  const place = placeOf(path);
  const own = key.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const name = find(RENAMED[place], own);
  if (name !== undefined && fields.includes(name) && read(owner, [name]) === undefined) return { name };
  const advice = find(ADVISED[place], own);
  return advice === undefined ? {} : { advice, ...(INSTEAD[advice] !== undefined && { instead: INSTEAD[advice] }) };
}

/** What the advice leads to. */
const INSTEAD: Readonly<Record<string, string>> = { [SEVERAL]: 'pattern', [TRACK]: 'eventName' };

/** The field of an object that stands there for a missing one, such as `type` for `kind`. */
export function standIn(missing: string, path: Path, owner: unknown): string | undefined {
  const words = RENAMED[placeOf(path)] ?? {};
  return typeof owner === 'object' && owner !== null
    ? Object.keys(owner).find((key) => find(words, key) === missing)
    : undefined;
}

/** What a value of a list of choices is called here. */
export function foreignValue(value: unknown, path: Path): Elsewhere {
  const field = String(path.at(-1));
  const words = VALUES[field] ?? VALUES[`${placeOf(path.slice(0, -1))} ${field}`];
  const found = find(words, String(value)) ?? find(words, String(value).toLowerCase());
  if (found === undefined) return {};
  return found.includes(' ') ? { advice: found } : { name: found };
}
