/**
 * Tests taking a change back: whatever was changed comes back as it was, also below other changes, and never over
 * newer ones.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diffOf, takeBack } from '../../src/serve/differing.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

describe('a difference', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '  name: x', '', '# c', '@ 3', '- d'), { minLength: 1, maxLength: 14 })
    .map((lines) => `${lines.join('\n')}\n`);

  test('that is taken back gives the text as it was before', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(takeBack(after, diffOf(before, after), true)).toBe(before);
      }),
    );
  });

  test('says at which line a part begins that does not follow the one before', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
    const after = lines.map((line) => (/^line (2|18)$/.test(line) ? `${line}!` : line));
    expect(diffOf(lines.join('\n'), after.join('\n')).split('\n')).toContain('@ 16');
  });

  test('is found where lines above were added since', () => {
    expect(takeBack('new\nnew\na\nB\nc\n', diffOf('a\nb\nc\n', 'a\nB\nc\n'), false)).toBe('new\nnew\na\nb\nc\n');
  });

  test('is not taken back where its lines say something else now, or stand there twice', () => {
    const diff = diffOf('a\nb\nc\n', 'a\nB\nc\n');
    expect(takeBack('a\nX\nc\n', diff, false)).toBe(null);
    expect(takeBack('x\na\nB\nc\na\nB\nc\n', diff, false)).toBe(null);
    // A block above has gone, so that the other one stands where this one stood.
    expect(takeBack('a\nB\nc\na\nB\nc\n', diff, false)).toBe(null);
  });

  test('is not taken back in another variant that says by now what was said here', () => {
    const page = (first: string): string =>
      [
        'variants:',
        ...['a', first, 'b', 'Order'].flatMap((own, at) =>
          at % 2
            ? [`        value: ${own}`]
            : [`  - key: ${own}`, '    domOps:', '      - op: replaceText', '        selector: h1'],
        ),
        '',
      ].join('\n');
    expect(takeBack(page('Third'), diffOf(page('Buy'), page('Order')), false)).toBe(null);
  });

  test('is not taken back in another experiment of the same file', () => {
    const page = (a: string, b: string): string =>
      ['a', a, 'b', b].map((own, at) => (at % 2 ? `  status: ${own}\n` : `- id: ${own}\n  name: ${own}\n`)).join('');
    expect(
      takeBack(page('paused', 'running'), diffOf(page('draft', 'running'), page('running', 'running')), false),
    ).toBe(null);
  });
});

describe('undo in Studio', () => {
  let studio: Studio;
  let owner: Asker;
  beforeEach(async () => {
    studio = await startStudio();
    owner = await studio.enter();
  });
  afterEach(() => studio.close());
  const file = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');
  const page = async (): Promise<string> => (await owner.get('/experiments/cta')).text();
  const deeds = async (): Promise<string[]> =>
    [...(await page()).matchAll(/name="deed" value="([0-9a-f]+)"/g)].map(([, id = '']) => id);

  test('puts the lines of one change back, below a later one, and can be undone itself', async () => {
    await owner.submit('/experiments/cta/yaml', { yaml: DRAFT.replace('Call to action', 'Buttons') });
    await owner.submit('/experiments/cta/start');
    const [, first = ''] = await deeds();
    const undone = await owner.submit('/experiments/cta/undo', { deed: first });
    expect(undone.headers.get('location')).toBe('/experiments/cta?done=undone');
    expect(file()).toBe(DRAFT.replace('status: draft', 'status: running'));
    expect(await page()).toContain('undid a change of it');
    await owner.submit('/experiments/cta/undo', { deed: (await deeds())[0] ?? '' });
    expect(file()).toContain('name: Buttons');
  });

  test('says so where the same lines were changed again, and offers no button', async () => {
    await owner.submit('/experiments/cta/start');
    const [first = ''] = await deeds();
    await owner.submit('/experiments/cta/pause');
    expect(await deeds()).not.toContain(first);
    const late = await owner.submit('/experiments/cta/undo', { deed: first });
    expect(await late.text()).toContain('The same lines were changed again since: undo that first.');
    expect(file()).toContain('status: paused');
  });

  test('of something that never was changes nothing', async () => {
    expect((await owner.submit('/experiments/cta/undo', { deed: 'none' })).status).toBe(404);
    expect(file()).toBe(DRAFT);
  });
});
