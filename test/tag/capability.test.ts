/** Checks what a page's policies let a recipe do: by a nonce, by Trusted Types, by neither. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCapability } from '../../src/tag/capability.js';
import { experiment } from './pages.js';

const none = (): undefined => undefined;
const markup = experiment('a', {}, { domOps: [{ op: 'replaceHTML', selector: 'p', value: '<b>b</b>' }] });
const code = experiment('a', {}, { js: 'void 0' });
const text = experiment('a', {}, { domOps: [{ op: 'replaceText', selector: 'p', value: 'b' }] });
const leading = experiment('a', {}, { redirect: '/b' });

/** Trusted Types as a browser has them that lets this policy be made, or does not. */
const enforce = (policy: { createHTML(html: string): string; createScript(code: string): string } | null) => {
  const made: string[] = [];
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string) {
      made.push(name);
      if (!policy) throw new TypeError('the policy "fx" is disallowed');
      return policy;
    },
  });
  return made;
};

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(none);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('on a page without a policy', () => {
  const capability = createCapability(undefined, none, true);

  test('everything may run, and nothing of it is a danger', () => {
    expect([markup, code, text, leading].map((one) => capability._allows(one))).toEqual([true, true, true, true]);
    expect([markup, code, text, leading].map((one) => capability._isHarmless(one))).toEqual([true, true, true, true]);
  });

  test('markup becomes nodes, of SVG where it is put into SVG', () => {
    expect(capability._nodes('<b>b</b>c', document.body).map((node) => node.nodeName)).toEqual(['B', '#text']);
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const [circle] = capability._nodes('<circle/>', svg);
    expect(circle?.parentNode?.nodeName.toLowerCase()).toBe('svg');
  });

  test('markup becomes nodes of HTML in a document of XML', () => {
    vi.spyOn(document, 'contentType', 'get').mockReturnValue('application/xhtml+xml');
    expect(capability._nodes('<b>b', document.body).map((node) => node.nodeName)).toEqual(['B']);
  });

  test('a text becomes a function, and a number that of the container', () => {
    expect(capability._compile('return experiment + 1', 'experiment', 'a/js')(1)).toBe(2);
    expect(() => capability._compile(0, '', 'a/js')).toThrow(new SyntaxError('a/js'));
    const own = (): number => 7;
    expect(createCapability([own], none, true)._compile(0, '', 'a/js')).toBe(own);
  });
});

describe('on a page that enforces Trusted Types', () => {
  test('a policy of the tag makes markup and code, and is made once and late', () => {
    const seen: string[] = [];
    const keep = (what: string): string => {
      seen.push(what);
      return what;
    };
    const made = enforce({ createHTML: keep, createScript: keep });
    const capability = createCapability(undefined, none, true);
    expect(made).toEqual([]);
    expect(capability._nodes('<b>b</b>', document.body).map((node) => node.nodeName)).toEqual(['B']);
    expect(capability._compile('return experiment * 2', 'experiment', 'a/js')(4)).toBe(8);
    expect(made).toEqual(['fx']);
    expect(seen).toEqual(['<b>b</b>', expect.stringContaining('return experiment * 2')]);
  });

  test('a page that lets no policy be made, and takes no text as markup, has nobody in what needs some', () => {
    enforce(null);
    const set = vi.spyOn(HTMLTemplateElement.prototype, 'innerHTML', 'set').mockImplementation(() => {
      throw new TypeError('This document requires TrustedHTML');
    });
    const capability = createCapability(undefined, none, true);
    expect([capability._allows(markup), capability._allows(text)]).toEqual([false, true]);
    expect([capability._isHarmless(markup), capability._isHarmless(code), capability._isHarmless(text)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(set).toHaveBeenCalled();
  });

  test('a page whose own default policy takes texts is not strict', () => {
    enforce(null);
    expect(createCapability(undefined, none, true)._isHarmless(markup)).toBe(true);
  });
});

describe('on a page with a nonce', () => {
  const nonce = (): string => 'n0nce';

  test('code runs by a script with the nonce, which is gone at once and leaves nothing behind', () => {
    const added: string[] = [];
    const scope = window as unknown as Record<string, unknown>;
    const original = HTMLElement.prototype.appendChild;
    const append = vi.spyOn(HTMLElement.prototype, 'appendChild').mockImplementation(function add(this: Node, node) {
      if (!(node instanceof HTMLScriptElement)) return original.call(this, node);
      added.push(node.nonce);
      // As a browser does whose policy lets the nonce in.
      scope._fx_f = new Function(`return ${node.textContent?.replace('_fx_f=', '')}`)();
      return node;
    } as typeof original);
    const made = createCapability(undefined, nonce, true)._compile('return experiment - 1', 'experiment', 'a/js');
    append.mockRestore();
    expect([made(3), added, '_fx_f' in scope]).toEqual([2, ['n0nce'], false]);
  });

  test('code that the policy keeps from running is a syntax error with its place', () => {
    expect(() => createCapability(undefined, nonce, true)._compile('return 1', '', 'a/js')).toThrow(SyntaxError);
  });

  test('what runs code, puts markup in or leads away is a danger, and the rest is none', () => {
    const capability = createCapability(undefined, nonce, true);
    expect([markup, code, leading, text].map((one) => capability._isHarmless(one))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
