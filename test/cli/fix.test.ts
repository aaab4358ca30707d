/** Tests `fx validate --fix`: mends what can have been meant in one way, and nothing else. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experiment } from './fx.js';
import { project } from './target.js';

const PRICING = `# What the team says
id: Pricing Page   # the id
name: 404
status: Running
sample_rate: 50% # half
sticky: yes
variants:
  - key: Control
    name: Control
    weight: 50
    domOps:
      - op: setStyle
        selector: .hero #cta
        name: color
        value: #16a34a
  - key: new
    name: New
    weight: 50
    js: >
      const a = 1; // one
      console.log(a);
control: Control
`;

const MENDED = `# What the team says
id: pricing-page   # the id
name: '404'
status: running
sampleRate: 0.5 # half
sticky: true
variants:
  - key: control
    name: Control
    weight: 5000
    domOps:
      - op: setStyle
        selector: '.hero #cta'
        name: color
        value: '#16a34a'
  - key: new
    name: New
    weight: 5000
    js: |
      const a = 1; // one
      console.log(a);
control: control
`;

const read = (root: string, file: string): string => readFileSync(join(root, 'experiments', file), 'utf8');

describe('fx validate --fix', () => {
  test('mends a file in place, keeps its comments, and shows each change', async () => {
    const { fx, root } = project({ 'pricing.yaml': PRICING });
    const { code, out, err } = await fx('validate', '--fix');
    expect(read(root, 'pricing.yaml')).toBe(MENDED);
    expect(code).toBe(0);
    expect(out).toContain('experiments/pricing.yaml:2: id: Pricing Page → pricing-page\n');
    expect(out).toContain('experiments/pricing.yaml:5: sample_rate: sample_rate → sampleRate\n');
    expect(out).toContain('experiments/pricing.yaml:5: sampleRate: 50% → 0.5\n');
    expect(err).toContain('✓ 1 experiment in 1 file: valid');
  });

  test('keeps a byte order mark and the ends of lines', async () => {
    const { fx, root } = project({ 'pricing.yaml': `\uFEFF${PRICING.replaceAll('\n', '\r\n')}` });
    expect((await fx('validate', '--fix')).code).toBe(0);
    expect(read(root, 'pricing.yaml')).toBe(`\uFEFF${MENDED.replaceAll('\n', '\r\n')}`);
  });

  test('leaves a file as it was where another error needs a person, and mends the others', async () => {
    const broken = PRICING.replace('status: Running', 'status: sometimes').replace('Pricing Page', 'Other Page');
    const { fx, root } = project({ 'broken.yaml': broken, 'pricing.yaml': PRICING });
    const { code, out, err } = await fx('validate', '--fix');
    expect(code).toBe(1);
    expect(read(root, 'broken.yaml')).toBe(broken);
    expect(read(root, 'pricing.yaml')).toBe(MENDED);
    expect(err).toContain('experiments/broken.yaml is left as it was: it has other errors');
    expect(out).toContain('✗ experiments/broken.yaml: status must be one of');
    expect(out).not.toContain('experiments/broken.yaml:2:');
  });

  test.each([
    ['a no-break space in the indentation', (text: string) => text.replace('\n    name: B', '\n \u00a0  name: B')],
    ['one space too many', (text: string) => text.replace('\n    name: B', '\n     name: B')],
    ['an invisible sign in a key', (text: string) => text.replace('\nname:', '\nna\u200bme:')],
    ['a field in capitals', (text: string) => text.replace('\nvariants:', '\nVariants:')],
    ['a number in quotes', (text: string) => `${text}sampleRate: '1'\n`],
  ])('mends %s', async (_, break_) => {
    const whole = 'id: a\nname: A\nvariants:\n  - key: control\n    name: A\n  - key: b\n    name: B\n';
    const { fx, root } = project({ 'a.yaml': break_(whole) });
    expect((await fx('validate')).code).toBe(1);
    expect((await fx('validate', '--fix')).code).toBe(0);
    expect(read(root, 'a.yaml').replace('sampleRate: 1\n', '')).toBe(whole);
  });

  test.each([
    ['a remark behind a text', 'description: Buy now #todo\n'],
    ['a field that is only like another', 'descripton: x\n'],
    ['a date without a zone', 'startAt: 2026-01-01T10:00\n'],
    ['two fields that exclude each other', 'sampleRate: 0.5\nholdback: 0.5\n'],
  ])('leaves %s to a person', async (_, fields) => {
    const text = experiment('a', fields);
    const { fx, root } = project({ 'a.yaml': text });
    await fx('validate', '--fix');
    expect(read(root, 'a.yaml')).toBe(text);
  });

  test('says without --fix how many problems it would mend', async () => {
    const { fx, root } = project({ 'a.yaml': experiment('a', 'sampleRate: 50%\n') });
    expect((await fx('validate')).err).toContain('fx validate --fix can mend 1 of these.');
    writeFileSync(join(root, 'experiments', 'a.yaml'), experiment('a'));
    expect((await fx('validate')).err).not.toContain('--fix');
  });

  test('lists what it mended as JSON', async () => {
    const { fx } = project({ 'a.yaml': experiment('a', 'sampleRate: 50%\n') });
    const { mended, valid } = JSON.parse((await fx('validate', '--fix', '--json')).out);
    expect(valid).toBe(true);
    expect(mended).toEqual([
      { file: 'experiments/a.yaml', line: expect.any(Number), path: 'sampleRate', before: '50%', after: '0.5' },
    ]);
  });
});
