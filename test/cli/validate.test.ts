/** Tests `fx validate` and `fx schema`, and what every command says about files that cannot be read as they are. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experiment, folder } from './fx.js';
import { project, runIn } from './target.js';

const PRICING = `id: pricing
name: Pricing
variants:
  - key: control
    name: Control
  - key: redesign
    name: Redesign
    recipeSampleRate: -0.2
`;

describe('fx validate', () => {
  test('says that all is well on stderr, and nothing on stdout', async () => {
    const { code, out, err } = await project().fx('validate');
    expect([code, out, err]).toEqual([0, '', '✓ 2 experiments in 2 files: valid.\n']);
  });

  test('prints each error as one line with its place in the file, and all of them', async () => {
    const { fx } = project({ 'pricing.yaml': PRICING, 'b.yaml': 'id: B\n', 'c.yaml': 'id: [\n' });
    const { code, out, err } = await fx('validate');
    expect(code).toBe(1);
    expect(out.split('\n')).toContain('✗ experiments/pricing.yaml: variants[].redesign.recipeSampleRate must be >= 0');
    expect(out).toContain('> 8 |     recipeSampleRate: -0.2');
    expect(out).toContain('✗ experiments/b.yaml: name is required');
    expect(out).toContain('✗ experiments/c.yaml: line ');
    expect(err).toMatch(/^✗ \d+ errors in 3 files\.\nfx validate --fix can mend 1 of these\.\n$/);
  });

  test('fails on warnings only under --strict', async () => {
    const warned = experiment('a', 'endAt: "2020-01-01T00:00:00Z"\n');
    const { fx } = project({ 'a.yaml': warned });
    const lax = await fx('validate');
    expect(lax.code).toBe(0);
    expect(lax.out).toContain('⚠ experiments/a.yaml: endAt has passed');
    expect(lax.err).toContain('valid, with 1 warning');
    expect((await fx('validate', '--strict')).code).toBe(1);
  });

  test('gives problems as JSON, with a code and a place, and the same exit code', async () => {
    const { fx } = project({ 'pricing.yaml': PRICING });
    const { code, out } = await fx('validate', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      schema: 'fx.validate/1',
      valid: false,
      errors: 1,
      warnings: 0,
      files: 1,
      problems: [
        {
          severity: 'error',
          code: 'minimum',
          file: 'experiments/pricing.yaml',
          line: 8,
          column: 23,
          path: 'variants[].redesign.recipeSampleRate',
          message: 'must be >= 0',
        },
      ],
    });
  });

  test('takes one file, a directory within, and a directory from elsewhere', async () => {
    const { fx, root } = project({ 'a.yaml': experiment('a'), 'x/y/b.yml': experiment('b') });
    expect((await fx('validate', 'experiments/a.yaml')).err).toContain('1 experiment in 1 file');
    expect((await fx('validate', 'experiments/x')).err).toContain('1 experiment in 1 file');
    expect((await runIn('/', ['validate', join(root, 'experiments')])).err).toContain('2 experiments in 2 files');
  });
});

describe('a file whose name ends otherwise', () => {
  const files = { 'cta.yaml': experiment('cta'), 'hero.yaml.txt': experiment('hero'), 'README.md': 'id: x' };
  const said =
    '! experiments/hero.yaml.txt is not read, as its name does not end in .yaml or .yml: rename it to hero.yaml, or move it elsewhere.\n';

  test.each([['validate'], ['plan', '--to', 'public/fx'], ['list'], ['doctor', '--to', 'public/fx']])(
    'is named once by fx %s',
    async (...args) => {
      const { publish, fx } = project(files);
      await publish();
      const { out, err, code } = await fx(...args);
      expect((out + err).split(said)).toHaveLength(2);
      expect(code).toBe(0);
    },
  );

  test('is what a folder without another lacks', async () => {
    const { err } = await project({ 'hero.yaml.txt': experiment('hero') }).fx('validate');
    expect(err).toBe('✗ experiments holds no .yaml or .yml file: rename experiments/hero.yaml.txt to hero.yaml.\n');
  });

  test('is no page to fx doctor', async () => {
    const { err, code } = await project(files).fx('doctor', 'experiments/hero.yaml.txt');
    expect([code, err]).toEqual([1, said.replace('!', '✗')]);
  });

  test.each(['html', 'htm'])('is a page to fx doctor where it ends in .%s', async (ending) => {
    const page = '<!doctype html><title>Shop</title><pre>\nid: a\nvariants:\n  - key: a\n</pre>';
    const { out, err } = await project({ [`shop.yaml.${ending}`]: page }).fx(
      'doctor',
      `experiments/shop.yaml.${ending}`,
    );
    expect(err).not.toContain('is not read');
    expect(out).toContain('The tag is not there.');
  });
});

describe('what cannot be read', () => {
  const validate = async (make: (directory: string) => void) => {
    const { fx, root } = project({ 'a.yaml': experiment('a') });
    make(join(root, 'experiments'));
    return fx('validate');
  };

  test.each<readonly [string, (directory: string) => void, string]>([
    [
      'a link out of the tree',
      (at) => symlinkSync('/etc/hostname', join(at, 'b.yaml')),
      'experiments/b.yaml is a link out of the directory',
    ],
    [
      'a link of a directory out of the tree',
      (at) => symlinkSync('/etc', join(at, 'etc')),
      'experiments/etc is a link out of the directory',
    ],
    [
      'a link that leads nowhere',
      (at) => symlinkSync('nowhere.yaml', join(at, 'b.yaml')),
      'experiments/b.yaml is a link that leads nowhere',
    ],
    ['a pipe', (at) => execFileSync('mkfifo', [join(at, 'b.yaml')]), 'experiments/b.yaml is not a regular file'],
  ])('%s is refused in one sentence', async (_, make, sentence) => {
    const { code, out, err } = await validate(make);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^✗ [^\n]*\.\n$/);
    expect(err).toContain(sentence);
  });

  test('a file of more than 1 MB is one error among others', async () => {
    const { code, out } = await validate((at) => {
      writeFileSync(join(at, 'big.yaml'), `${experiment('big')}#${'x'.repeat(2 ** 20)}\n`);
      writeFileSync(join(at, 'small.yaml'), 'id: small\n');
    });
    expect(code).toBe(1);
    expect(out).toContain('✗ experiments/big.yaml: line 1 begins a file of more than 1 MB: split it into several');
    expect(out).toContain('✗ experiments/small.yaml: name is required');
  });

  test('links within the tree, hidden names and node_modules are left aside', async () => {
    const { code, err } = await validate((at) => {
      symlinkSync('a.yaml', join(at, 'again.yaml'));
      symlinkSync('.', join(at, 'loop'));
      for (const name of ['.git', 'node_modules']) {
        mkdirSync(join(at, name));
        writeFileSync(join(at, name, 'x.yaml'), 'id: x\n');
      }
      writeFileSync(join(at, '.draft.yaml'), 'id: x\n');
      writeFileSync(join(at, 'notes.md'), 'id: x\n');
    });
    expect(code).toBe(0);
    expect(err).toContain('1 experiment in 1 file');
  });

  test.each([
    ['no directory', {}, 'There is no directory experiments: run fx init'],
    ['a directory without files', { 'experiments/notes.md': '' }, 'experiments holds no .yaml or .yml file'],
    [
      'a token that is none',
      { 'experiments/a.yaml': experiment('a'), 'fx.config.yaml': 'previewToken: 12\n' },
      'fx.config.yaml must have a previewToken',
    ],
  ])('%s is said in one sentence, by every command that reads experiments', async (_, files, sentence) => {
    const root = folder(files);
    for (const args of [['validate'], ['list'], ['plan', '--to', 'x'], ['build']]) {
      const { code, out, err } = await runIn(root, args);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(sentence);
    }
  });

  test('under --json it is said as data, too', async () => {
    const { code, out } = await runIn(folder({}), ['validate', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ schema: 'fx.validate/1', error: { code: 'no-directory' } });
  });
});

describe('fx schema', () => {
  test('prints draft-07 of one document, or writes it and names the line for editors', async () => {
    const { fx } = project();
    const { out } = await fx('schema');
    expect(JSON.parse(out)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' });
    const written = await fx('schema', '-o', 'fx.schema.json');
    expect(written.out).toBe('');
    expect(written.err).toContain('# yaml-language-server: $schema=fx.schema.json');
    expect(JSON.parse((await fx('schema', '--json')).out)).toMatchObject({ schema: 'fx.schema/1' });
  });
});
