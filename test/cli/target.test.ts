/** Tests targets by name, and folders that were never one. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experiment } from './fx.js';
import { project, TOKEN } from './target.js';

const named = (targets: string) => {
  const made = project({ 'cta.yaml': experiment('cta') });
  writeFileSync(join(made.root, 'fx.config.yaml'), `previewToken: '${TOKEN}'\n${targets}`);
  return made;
};

describe('targets of fx.config.yaml', () => {
  test('the only one need not be typed, by any command', async () => {
    const { fx, manifest } = named('targets: {live: public/fx}\n');
    expect((await fx('plan')).code).toBe(0);
    expect((await fx('apply', '--yes')).code).toBe(0);
    expect((await fx('off')).err).toContain('public/fx is off');
    expect(manifest().enabled).toBe(false);
    expect((await fx('on')).code).toBe(0);
    expect((await fx('pause', 'cta')).err).toContain('fx apply experiments\n');
    expect((await fx('apply', '--yes')).code).toBe(0);
    expect((await fx('rollback', '--yes')).err).toContain('public/fx is back');
  });

  test('of several one is named', async () => {
    const { fx, manifest } = named('targets:\n  live: public/fx\n  trial: build/fx\n');
    expect((await fx('apply', '--yes')).err).toContain('fx.config.yaml names live, trial');
    expect((await fx('apply', '--to', 'live', '--yes')).code).toBe(0);
    expect(manifest().experiments).toHaveLength(1);
  });

  test.each(['targets: public/fx\n', 'targets: {Live: x}\n', 'targets: {live: [a]}\n'])(
    '%j is refused',
    async (targets) => {
      expect((await named(targets).fx('plan')).err).toContain('targets must be names with directories');
    },
  );

  test('without any, what to do is said', async () => {
    expect((await named('').fx('apply')).err).toContain('run fx apply experiments --to <directory>');
  });

  test('a field that may be meant as them is named, and any other that is none is a warning', async () => {
    const { fx } = named('target: {live: public/fx}\nteam: web\n');
    const { code, err } = await fx('plan');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /A target is needed: .* fx\.config\.yaml:2: target is not a known field; did you mean targets\?\n/,
      ),
    ]);
    expect(err).not.toContain('team');
    const published = await fx('apply', '--to', 'public/fx', '--yes');
    expect([published.code, published.err]).toEqual([0, expect.stringContaining('⚠ fx.config.yaml: team is not a')]);
    expect((await fx('off', '--to', 'public/fx')).code).toBe(0);
  });
});

describe('a folder that was never a target', () => {
  test('is asked about, with its name in the sentence', async () => {
    const { fx, names } = named('targets: {live: public/fx}\n');
    const { code, err } = await fx('apply', '--to', 'pubic/fx');
    expect(code).toBe(1);
    expect(err).toContain('! pubic/fx was never published to, and is no target of fx.config.yaml.');
    expect(err).toContain('run fx apply experiments --to pubic/fx --yes.');
    expect(names()).toEqual([]);
  });

  test('is not remarked upon where the configuration names it, or once it was published to', async () => {
    const { fx } = named('targets: {live: public/fx}\n');
    expect((await fx('apply', '--to', 'public/fx', '--yes')).err).not.toContain('never published');
    await fx('apply', '--to', 'other', '--yes');
    expect((await fx('plan', '--to', 'other')).out).not.toContain('never published');
  });
});
