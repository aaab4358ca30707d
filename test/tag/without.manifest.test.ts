/** Tests a composed container without manifests that are fetched: its own is decided at once, and is trusted. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Client, Command } from '../../src/tag/api.js';
import * as manifest from '../../src/tag/without/manifest.js';
import { experiment, manifestOf } from './pages.js';
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

describe('without manifests that are fetched', () => {
  const LIVE = manifestOf(experiment('a'));

  test('the manifest of the container is decided at once, and what was queued runs first', () => {
    const order: unknown[] = [];
    const queue = (): Command[] => [(fx) => void order.push(fx.version)];
    client = manifest.load({}, { _manifest: LIVE, _onClient: queue } as never);
    expect(client.variant('a')).toBe('treatment');
    expect([order.length, document.querySelector('script[src]')]).toEqual([1, null]);
  });

  test('markup that runs code is trusted: it came with the tag', () => {
    const smuggling = experiment(
      'a',
      {},
      { domOps: [{ op: 'setAttr', selector: 'a', name: 'onclick', value: 'go()' }] },
    );
    client = manifest.load({}, { _manifest: manifestOf(smuggling) });
    expect([client.variant('a'), client.explain('a')?.reason]).toEqual(['treatment', 'assigned']);
  });

  test('a manifest that fx cannot read starts nothing, and says so', () => {
    const broken = {
      ...LIVE,
      get experiments(): never {
        throw new TypeError('of its own');
      },
    };
    client = manifest.load({}, { _manifest: broken });
    expect([client.variant('a'), warnings]).toEqual([undefined, ['fx: TypeError: of its own']]);
  });

  test('data-debug brings the story from beside the tag', () => {
    client = manifest.load({ debug: true, collect: 'https://c.example/' } as never, { _manifest: LIVE, _tagUrl: SHOP });
    const story = document.querySelector<HTMLScriptElement>('script[src$="/fx/fx.story.js"]');
    expect({ ...story?.dataset }).toEqual({ name: 'fx', collect: 'https://c.example/' });
  });
});
