/**
 * Tests the stand-ins of composed containers: without a part, what needs it is out and told, and all else is as with
 * it.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Experiment, Trigger } from '../../src/core/index.js';
import type { Client } from '../../src/tag/api.js';
import type { Lent } from '../../src/tag/links.js';
import * as collect from '../../src/tag/without/collect.js';
import * as consent from '../../src/tag/without/consent.js';
import * as html from '../../src/tag/without/html.js';
import * as links from '../../src/tag/without/links.js';
import * as subject from '../../src/tag/without/subject.js';
import * as triggers from '../../src/tag/without/triggers.js';
import { experiment, startPage } from './pages.js';
import { clearPage, keepQuiet } from './quiet.js';
import { createStage, type Stage } from './stage.js';

const SHOP = 'https://shop.example.co.nz/fx/container.js';

let stage: Stage;
let warnings: readonly string[];
let client: Client | undefined;

beforeEach(() => {
  stage = createStage();
  [warnings, client] = [keepQuiet(), undefined];
});
afterEach(() => {
  client?.dispose();
  clearPage();
  stage.leave();
});

describe('without links that preview or edit', () => {
  const HELD = ['{}', []] as never;
  let goneOn: number;
  const lend = (options: Parameters<typeof links.lends>[1] = {}, script = tagScript()): boolean =>
    links.lends(script, options, HELD, () => goneOn++);
  const tagScript = (): HTMLScriptElement => {
    const script = document.createElement('script');
    script.setAttribute('type', 'text/plain');
    script.src = SHOP;
    script.dataset.collect = 'https://c.example/';
    document.head.append(script);
    return script;
  };
  const companion = (): Lent | null => document.querySelector<Lent>('script[src$="/fx/fx.whole.js"]');
  beforeEach(() => {
    goneOn = 0;
  });

  test.each(['?fx=a:b', '?x=1&FX=a%3Ab', '?fx-edit=1', '?mojito_w1=2'])('the link %s gets the companion', (search) => {
    stage.leave();
    stage = createStage(`https://shop.example.co.nz/${search}`);
    expect([lend(), companion()?.dataset.collect, goneOn]).toEqual([true, 'https://c.example/', 0]);
  });

  test.each(['', '?fx=off', '?q=fx', '?fxx=a:b'])('the address %j gets none', (search) => {
    stage.leave();
    stage = createStage(`https://shop.example.co.nz/${search}`);
    expect([lend(), companion()]).toEqual([false, null]);
  });

  test('a tab that is in a preview gets it without a link, and none where previews are off', () => {
    stage.jar.cookies.push({ name: '_fx_p', value: 'a:b', domain: '' });
    expect([lend({ preview: 'off' } as never), companion()]).toEqual([false, null]);
    expect(lend()).toBe(true);
    expect(companion()).not.toBeNull();
  });

  test('a page with a key always gets it, and starts nothing where it does not come', () => {
    expect(lend({ key: 'k' } as never)).toBe(true);
    companion()?.dispatchEvent(new Event('error'));
    expect([goneOn, warnings]).toEqual([0, ['fx: fx.whole.js is missing']]);
  });

  test('a companion that does not come, or comes and takes nothing, leaves the page to the container', () => {
    stage.jar.cookies.push({ name: '_fx_p', value: 'a:b', domain: '' });
    lend();
    companion()?.dispatchEvent(new Event('error'));
    expect(goneOn).toBe(1);
  });

  test('a companion that took what it was handed is the tag, under the name of the page, whose queue is there', () => {
    lend({ key: 'k', name: 'shop' } as never);
    const made = companion() as Lent;
    expect([made.fx, (window as unknown as Record<string, unknown>).shop]).toEqual([HELD, []]);
    made.fx = undefined;
    made.dispatchEvent(new Event('load'));
    expect([goneOn, warnings]).toEqual([0, []]);
  });

  test('where nobody knows where the tag came from, a page without a key goes on', () => {
    stage.jar.cookies.push({ name: '_fx_p', value: 'a:b', domain: '' });
    const script = document.createElement('script');
    expect([lend({}, script), goneOn, warnings]).toEqual([true, 1, ['fx: fx.whole.js is missing']]);
  });

  test('a parser that waits for the tag waits for the companion too, and not where the tag is async', () => {
    vi.spyOn(Document.prototype, 'readyState', 'get').mockReturnValue('loading');
    const write = vi.spyOn(document, 'write').mockImplementation(() => undefined);
    const script = tagScript();
    Object.defineProperty(document, 'currentScript', { configurable: true, get: () => script });
    script.async = false;
    lend({ key: 'k' } as never, script);
    expect(write).toHaveBeenCalledWith(expect.stringContaining('/fx/fx.whole.js'));
    write.mockClear();
    script.async = true;
    lend({ key: 'k' } as never, script);
    expect(write).not.toHaveBeenCalled();
  });

  test('nothing is previewed or edited, and what a badge is asked for has the name of the page', () => {
    expect([
      links.readPreview(),
      links.isEdited('fx-edit', { studio: 'https://studio.example/' }),
      links.takeLent(tagScript()),
    ]).toEqual(['', false, undefined]);
    expect([links.guideOf({}), links.guideOf({ name: 'shop' })]).toEqual([
      ['fx.badge.js', { name: 'fx' }],
      ['fx.badge.js', { name: 'shop' }],
    ]);
  });
});

describe('without a collector', () => {
  test('events are told to listeners, on a prerendered page once it is looked at', () => {
    const told: unknown[] = [];
    const emitter = { _emit: (...what: unknown[]) => told.push(what) };
    const delivery = collect.createDelivery({}, emitter as never);
    const event = { type: 'exposure' } as never;
    delivery._record(event);
    expect(told).toEqual([['exposure', event]]);
    stage.isPrerendering = true;
    delivery._record(event);
    expect(told).toHaveLength(1);
    stage.isPrerendering = false;
    document.dispatchEvent(new Event('prerenderingchange'));
    expect(told).toHaveLength(2);
    expect([delivery._open(false), delivery._flush(), delivery._clear(), stage.fetched]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
    ]);
  });
});

describe('without consent and subjects of the page', () => {
  const running = () => {
    const page = startPage({}, experiment('a'));
    client = page.client;
    expect(page.client.variant('a')).toBe('treatment');
    return page;
  };

  test('a page that denies consent has no experiments, and is told once what it lacks', () => {
    const { site, client: fx } = running();
    consent.setConsent(site, true);
    expect(fx.variant('a')).toBe('treatment');
    consent.setConsent(site, false);
    expect(fx.variant('a')).toBeUndefined();
    expect(warnings).toEqual(['fx: consent() is not in this container: put consent into tag: in fx.config.yaml']);
  });

  test('a page that forgets has no experiments', () => {
    const { site, client: fx } = running();
    consent.forget(site);
    expect([fx.variant('a'), warnings]).toEqual([undefined, [expect.stringContaining('forget() is not in')]]);
  });

  test('a page that names a subject has no experiments, and one that names none goes on', () => {
    const { site, client: fx } = running();
    subject.identify(site, undefined);
    expect(fx.variant('a')).toBe('treatment');
    subject.identify(site, 'user-1');
    expect([fx.variant('a'), warnings]).toEqual([undefined, [expect.stringContaining('identify() is not in')]]);
    expect([subject.toSubject(null), subject.toSubject(undefined), subject.toSubject(7)]).toEqual([
      undefined,
      undefined,
      '7',
    ]);
  });
});

describe('without triggers that wait', () => {
  test.each<[Trigger, boolean]>([
    [{ kind: 'auto' }, true],
    [{ kind: 'urlMatch', pattern: '/' }, true],
    [{ kind: 'urlMatch', pattern: '/elsewhere' }, false],
    [{ kind: 'manual' }, false],
  ])('%j is on at once, or never: %j', (trigger, isOn) => {
    const made = triggers.createTrigger(trigger, undefined as never);
    expect(made._isOn()).toBe(isOn);
    expect([made._start(false), made._activate(), made._stop()]).toEqual([undefined, false, undefined]);
    expect(made._isOn()).toBe(isOn);
  });
});

describe('without markup, code and attributes', () => {
  test('an op that needs the part throws, so that its recipe is undone', () => {
    expect(() => (html.changeNodes as () => unknown)()).toThrow(TypeError);
    expect(() => html.createCapability(undefined, () => undefined, true)._nodes('<b>', document.body)).toThrow('html');
    expect(
      html.makeNodes(false, '<b>', document.body, undefined as never, '', undefined).map((node) => node.textContent),
    ).toEqual(['<b>']);
  });

  test('a function of the container is its code, and one that it does not have is a syntax error with its place', () => {
    const made = (): number => 1;
    const capability = html.createCapability([made], () => undefined, true);
    expect(capability._compile(0, '', 'a/js')).toBe(made);
    expect(() => capability._compile(1, '', 'a/js')).toThrow(new SyntaxError('a/js'));
    const one: Experiment = experiment('a');
    expect([capability._allows(one), capability._isHarmless(one), capability._mayChange(document.body)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
