/** Checks that words of other systems are one problem each, with fx's word or with what to do. */

import { describe, expect, test } from 'vitest';
import { mend } from '../../src/authoring/index.js';
import { once, op, problemsOf, rule, VARIANTS, withFields, withVariant } from './compiling.js';

const metric = (fields: string): string => withFields(`metrics:\n  - ${fields.replaceAll('\n', '\n    ')}`);
const trigger = (fields: string): string => withFields(`trigger:\n  ${fields.replaceAll('\n', '\n  ')}`);
const ORDERS = 'key: order\nname: O\nkind: conversion\neventName: order';

describe('a field by another name is not missing as well', () => {
  once([
    ['title', `id: a\ntitle: A\n${VARIANTS}`, 'title is not a known field; did you mean name?'],
    ['key', `key: a\nname: A\n${VARIANTS}`, 'did you mean id?'],
    ['variations', `id: a\nname: A\n${VARIANTS.replace('variants', 'variations')}`, 'did you mean variants?'],
    [
      'a label',
      VARIANTS.replace('variants', 'id: a\nname: A\nvariants').replace('name: Treat', 'label: Treat'),
      'name?',
    ],
    ['type of a metric', metric(ORDERS.replace('kind', 'type')), 'did you mean kind?'],
    ['event of a metric', metric(ORDERS.replace('eventName', 'event')), 'did you mean eventName?'],
    ['type of a trigger', trigger('type: url\npattern: /cart'), 'did you mean kind?'],
    ['url of a trigger', trigger('kind: urlMatch\nurl: /cart'), 'did you mean pattern?'],
    ['patterns', trigger('kind: urlMatch\npatterns: [/cart, /checkout]'), 'one regular expression'],
    ['action of an op', op('action: remove\nselector: h1'), 'did you mean op?'],
    ['css of an op', op('op: remove\ncss: h1'), 'did you mean selector?'],
    ['text of an op', op('op: replaceText\nselector: h1\ntext: x'), 'did you mean value?'],
    ['property of an op', op('op: setStyle\nselector: h1\nproperty: color\nvalue: red'), 'did you mean name?'],
    ['a schedule', withFields('schedule: { start: 2027-01-01 }'), 'write startAt and endAt'],
    ['words of Python', withFields('start_date: 2027-01-01T00:00:00Z'), 'did you mean startAt?'],
  ]);
});

describe('a field that fx has not says what to do', () => {
  once([
    ['traffic', withFields('traffic: 50'), 'write sampleRate'],
    ['percentTraffic', withFields('percentTraffic: 50'), 'write sampleRate'],
    ['weights', withFields('weights: [0.5, 0.5]'), 'each variant has its weight'],
    ['url', withFields('url: /cart'), 'where it runs is its trigger'],
    ['urlPatterns', withFields('urlPatterns:\n  - pattern: /cart'), 'where it runs is its trigger'],
    ['condition', withFields('condition: {country: DE}'), 'a rule below audience'],
    ['audience_conditions', withFields('audience_conditions: all'), 'a rule below audience'],
    ['namespace', withFields('namespace: [checkout, 0, 0.5]'), 'slices of a layer'],
    ['enabled', withFields('enabled: false'), 'status: paused'],
    ['duration', withFields('duration: 14d'), 'write endAt'],
    ['hashAttribute', withFields('hashAttribute: id'), 'split by their id'],
    ['cookieDuration', withFields('cookieDuration: 30'), 'sticky: false'],
    ['percentage', withVariant('percentage: 50'), 'write weight, in ten-thousandths'],
    ['isControl', withVariant('isControl: true'), 'control: and the key'],
    ['html', withVariant('html: <b>x</b>'), 'op: replaceHTML'],
    ['device', withFields('audience: {device: mobile}'), 'write it as a rule'],
    ['inverse', metric(`${ORDERS}\ninverse: true`), 'write goal: decrease'],
    ['exclude', trigger('kind: urlMatch\npattern: /cart\nexclude: /cart/done'), 'a regular expression'.slice(2)],
    ['the page of a metric', metric('key: a\nname: A\nkind: conversion\nurl: /thanks'), 'metrics count events'],
  ]);
});

describe('a value by another name', () => {
  once([
    ['active', withFields('status: active'), 'did you mean running?'],
    ['stopped', withFields('status: stopped'), 'did you mean archived?'],
    ['binomial', metric(ORDERS.replace('conversion', 'binomial')), 'did you mean conversion?'],
    ['revenue', metric(ORDERS.replace('conversion', 'revenue')), 'did you mean sum?'],
    ['lower', metric(`${ORDERS}\ngoal: lower`), 'did you mean decrease?'],
    ['innerHTML', op('op: innerHTML\nselector: h1\nvalue: x'), 'did you mean replaceHTML?'],
    ['replace', op('op: replace\nselector: h1\nvalue: Hi'), 'write op: replaceText for text alone, op: replaceHTML'],
    ['change', op('op: change\nselector: h1\nvalue: Hi'), 'write op: replaceText for text alone'],
    ['a picture', op('op: replaceImage\nselector: img\nvalue: /b.png'), 'name: src'],
    ['a link', op('op: setHref\nselector: a\nvalue: /b'), 'write op: setAttr with name: href'],
    ['show', op('op: show\nselector: h1'), 'name: display and value: block'],
    ['click', op('op: click\nselector: h1'), 'no op does that by itself: write js'],
    [
      'regexp beside a pattern',
      withFields("trigger: {kind: urlMatch, pattern: '^/cart$', regexp: true}"),
      'did you mean regex?',
    ],
    [
      'RegEx beside a pattern',
      withFields("trigger: {kind: urlMatch, pattern: '^/cart$', RegEx: true}"),
      'did you mean regex?',
    ],
    [
      'regex that is a text',
      withFields("trigger: {kind: urlMatch, pattern: '^/cart$', regex: 'yes'}"),
      'write it without quotes',
    ],
    ['hide', op('op: hide\nselector: h1'), 'name: display, value: none'],
    ['move', op('op: move\nselector: h1'), 'no op moves elements'],
    ['elementVisible', trigger('kind: elementVisible\nselector: h1'), 'did you mean visible?'],
    ['click', trigger('kind: click\nselector: h1'), 'kind: event and name: click'],
    [
      'a metric of clicks',
      metric('key: order\nname: O\nkind: click\nselector: .cta'),
      'the eventName that the page sends by',
    ],
    ['one trigger in a list', trigger('- kind: auto'), 'write kind: and the rest of it below trigger:, without the -'],
    ['two of them', trigger('- kind: auto\n- kind: auto'), 'of several triggers write kind: any'],
    ['exitIntent', trigger('kind: exitIntent'), "fx.push(['activate', 'id'])"],
    ['Holdout', 'kind: Holdout\nid: h\nname: H\nshare: 0.05\nexperiments: all\n', 'did you mean holdout?'],
  ]);
});

describe('a form of other files', () => {
  once([
    ['a field around it', 'experiment:\n  id: a\n  name: A\n', 'begin id: and the fields below it at the left'],
    ['a list of experiments', `- id: a\n  name: A\n`, 'write id: without the -'],
    ['variants as words', 'id: a\nname: A\nvariants: [control, b, c]\n', 'write - key: control'],
    ['variants as fields', 'id: a\nname: A\nvariants:\n  control: {name: C}\n', 'write - key: control'],
    ['metrics as words', withFields('metrics: [order, signup]'), 'write - key: orders'],
    ['several triggers', withFields('trigger:\n  - kind: auto\n  - kind: manual'), 'kind: any'],
    ['a file as trigger', withFields('trigger: trigger.js'), 'kind: script and js:'],
    ['a file as shared code', withFields('sharedJs: shared.js'), 'it is the name of a file'.slice(3)],
    [
      'two experiments without ---',
      `id: a\nname: A\n${VARIANTS}id: b\nname: B\n${VARIANTS}`,
      'part the two by a line ---',
    ],
    ['a field, an operator and a value', rule('field: country\noperator: is\nvalue: DE'), "write { '==': [{ var:"],
    ['a condition of MongoDB', rule('country: {$in: [DE, AT]}'), 'write { in: [{ var: country }, [DE, AT]] }'],
    ['an operator that is a sign of YAML', rule('>=: [{ var: user.age }, 18]'), "write '>=':"],
    ['an operator that is a tag of YAML', rule('!=: [{ var: user.age }, 18]'), "write '!=':"],
    ['a fact in capitals', rule("'==': [{ var: Device.Type }, mobile]"), 'did you mean device.type?'],
    ['a language in words', rule("'==': [{ var: device.language }, German]"), 'a language as browsers write it'],
    ['a comment of code', `// mine\nid: a\nname: A\n${VARIANTS}`, 'no comment to YAML: begin it with #'],
    ['a comment of HTML', `<!-- mine -->\nid: a\nname: A\n${VARIANTS}`, 'no comment to YAML: begin it with #'],
    ['a fence of Markdown', `\`\`\`yaml\nid: a\nname: A\n${VARIANTS}`, 'a line of Markdown'],
    ['a list with stars', `id: a\nname: A\n${VARIANTS.replaceAll('- ', '* ')}`, 'which is no - to YAML'],
    ['a list with bullets', `id: a\nname: A\nvariants:\n  • key: c\n    name: C\n`, 'which is no - to YAML'],
    ['a share in ten-thousandths', withFields('sampleRate: 2500'), 'so write 0.25'],
    ['a date of a clock', withFields('startAt: 1767225600'), 'write a date and time'],
    ['a zone by its name', withFields('startAt: 2026-03-05T09:00:00 Europe/Berlin'), 'its distance from UTC'],
    ['a zone of one digit', withFields('startAt: 2027-01-05T09:00:00+1'), 'write 2027-01-05T09:00:00+01:00'],
    ['UTC', withFields('startAt: 2027-01-05T09:00:00 UTC'), 'write 2027-01-05T09:00:00Z'],
    ['a property without its rule', op("op: injectCSS\nvalue: 'color: red'"), 'a property stands in a rule'],
    ['a text that goes on below', op('op: replaceText\nselector: h1\nvalue: Two\nlines'), 'has no colon'],
    [
      'an end before the start',
      withFields('startAt: 2025-03-05T00:00:00Z\nendAt: 2025-03-01T00:00:00Z'),
      'after startAt',
    ],
  ]);
});

describe('what would be taken as it stands is remarked on', () => {
  once([
    ['the address of the home page', trigger('kind: urlMatch\npattern: /'), 'is in every address: for the home page'],
    ['several addresses', trigger('kind: urlMatch\npattern: /cart|/checkout'), 'one regular expression'],
    ['several addresses in words', trigger('kind: urlMatch\npattern: /cart or /checkout'), 'one regular expression'],
    ['several addresses in a row', trigger('kind: urlMatch\npattern: /cart, /checkout'), 'one regular expression'],
    ['a negation', trigger("kind: urlMatch\npattern: '!/cart'"), "such as '^(?!/cart)'"],
    ['a host', trigger('kind: urlMatch\npattern: www.example.com/cart'), 'begins with the host www.example.com'],
    ['two slashes', trigger('kind: urlMatch\npattern: //example.com/cart'), 'add on: url'],
    ['HTML in a text', op('op: replaceText\nselector: h1\nvalue: <b>Hi</b>'), 'holds <b>, which visitors read'],
    ['an entity in a text', op('op: replaceText\nselector: h1\nvalue: Bread &amp; butter'), 'holds &amp;'],
    ['a new line in a text', op("op: replaceText\nselector: h1\nvalue: 'Bread\\nbutter'"), 'only double quotes'],
    ['a class without its dot', op('op: remove\nselector: hero'), "write .hero for a class, or '#hero' for an id"],
    [
      'two events in one name',
      metric(ORDERS.replace('eventName: order', 'eventName: order|buy')),
      'one metric for each',
    ],
  ]);
});

test('a comment of code in a block is not blamed for the line below', async () => {
  const js = '    js: |\n      run();\n      // shows it\n';
  expect(await problemsOf(`id: a\nname: A\n${VARIANTS}${js}   css: |\n      h1 { color: red }\n`)).toEqual([
    expect.stringContaining('line 11 is indented by 3 spaces'),
  ]);
});

test.each(['mean', 'avg', 'clicks', 'pageviews'])(
  '%s could be two kinds of a metric, and is not mended',
  async (kind) => {
    const text = metric(ORDERS.replace('conversion', kind));
    expect((await mend([{ path: 'a.yaml', text }])).mended).toEqual([]);
  },
);

describe('a word that has its plain meaning is left alone', () => {
  test.each([
    ['a page of a file', trigger('kind: urlMatch\npattern: /cart.html')],
    ['less than and more than', op('op: replaceText\nselector: h1\nvalue: Bread < cake & a > b')],
    ['an element of SVG', op("op: setAttr\nselector: svg path\nname: fill\nvalue: '#fff'")],
    ['an element of the site', op('op: remove\nselector: shop-header')],
    ['a path of Windows', op("op: replaceText\nselector: h1\nvalue: 'C:\\new'")],
    ['an old element of HTML', op('op: remove\nselector: big')],
    ['a filter of a shop', trigger("kind: urlMatch\npattern: '?filter=brand|size'")],
    ['a path that is written decoded', trigger('kind: urlMatch\npattern: /salt and pepper')],
    ['two slashes that a path may have', trigger('kind: urlMatch\npattern: //cart')],
  ])('%s', async (_, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
