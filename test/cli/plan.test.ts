/** Tests `fx plan`: what it shows; and a saved plan, which is carried out as long as nothing else has changed. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experiment } from './fx.js';
import { project, reweighted } from './target.js';

describe('fx plan', () => {
  test('shows every change with its class, and writes nothing', async () => {
    const { fx, names, publish, write } = project();
    await publish();
    const before = names();
    write('cta.yaml', reweighted);
    write('new.yaml', experiment('new'));
    const { code, out, err } = await fx('plan', '--to', 'public/fx');
    expect(code).toBe(0);
    expect(out).toContain('~ cta (running)\n  moves   variants[].control.weight: 5000 → 3000');
    expect(out).toMatch(/The split of visitors changes\. .*\(2\d\.\d% of visitors\)/);
    expect(out).toContain('+ new (running)');
    expect(out).toContain('3 changes: 1 safe, 2 moves, 0 breaks.');
    expect(err).toContain('To publish: fx apply experiments --to public/fx --allow-breaking');
    expect(names()).toEqual(before);
  });

  test('ends with 2 where there are changes, only under --exit-code, and with 0 where there are none', async () => {
    const { fx, publish } = project();
    const plan = async (...more: readonly string[]) => (await fx('plan', '--to', 'public/fx', ...more)).code;
    expect(await plan('--exit-code')).toBe(2);
    await publish();
    expect(await plan('--exit-code')).toBe(0);
    expect(await plan('--exit-code', '--to', 'experiments/cta.yaml')).toBe(1);
  });

  test('says of whom a share is a share, and where they are, in the words of fx list', async () => {
    const phones = "audience:\n  sampleRate: 0.5\n  rule: {'==': [{var: device.type}, mobile]}\n";
    const { fx } = project({
      'cta.yaml': experiment('cta', `${phones}trigger: {kind: urlMatch, pattern: /cart}\n`),
    });
    const { out } = await fx('plan', '--to', 'public/fx');
    expect(out).toMatch(/now on\. \((?:49|50)\.\d% of visitors on phones, where the address has \/cart\)/);
    const told = JSON.parse((await fx('plan', '--to', 'public/fx', '--json')).out);
    expect(told.experiments[0]).toMatchObject({
      audience: 'visitors on phones',
      starts: 'where the address has /cart',
    });
  });

  test('says of a draft that goes along that no visitor gets it, and how to leave it out', async () => {
    const { fx } = project({ 'idea.yaml': experiment('idea', 'status: draft\n'), 'cta.yaml': experiment('cta') });
    const { out } = await fx('plan', '--to', 'public/fx');
    expect(out).toContain(
      'idea is a draft: no visitor gets it. It goes into the preview files, which links with the token open; fx archive leaves it out.',
    );
    const { fx: other } = project({ 'cta.yaml': experiment('cta') });
    expect((await other('plan', '--to', 'public/fx')).out).not.toContain('draft');
  });

  test('shows js line by line', async () => {
    const js = (text: string) =>
      experiment('cta').replace('name: Treatment', `name: Treatment\n    js: |\n      ${text}\n      b();`);
    const { fx, publish, write } = project({ 'cta.yaml': js('one();') });
    await publish();
    write('cta.yaml', js('two();'));
    const { out } = await fx('plan', '--to', 'public/fx');
    expect(out).toContain('- one();');
    expect(out).toContain('+ two();');
    expect(out).toContain('  b();');
  });

  test('gives JSON with a schema and the same bytes each time', async () => {
    const { fx } = project();
    const { out, err } = await fx('plan', '--to', 'public/fx', '--json');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'fx.plan/1',
      base: null,
      noop: false,
      counts: { safe: 2, moves: 0, breaks: 0 },
    });
    expect(err).not.toContain('+ cta');
    expect((await fx('plan', '--to', 'public/fx', '--json')).out).toBe(out);
  });

  test('does not begin with experiments that are broken', async () => {
    const { fx, write } = project();
    write('bad.yaml', 'id: bad\n');
    const { code, out, err } = await fx('plan', '--to', 'public/fx');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('✗ experiments/bad.yaml: name is required');
  });
});

describe('a saved plan', () => {
  const planned = async () => {
    const made = project();
    await made.publish();
    made.write('cta.yaml', reweighted);
    await made.fx('plan', '--to', 'public/fx', '-o', 'plan.json');
    return made;
  };

  test('is carried out, without another yes', async () => {
    const { fx, manifest } = await planned();
    const { revision } = manifest();
    expect((await fx('apply', 'plan.json')).code).toBe(1);
    expect((await fx('apply', 'plan.json', '--allow-breaking')).code).toBe(0);
    expect(manifest().revision).not.toBe(revision);
  });

  test('is refused when the experiments changed since', async () => {
    const { fx, manifest, write } = await planned();
    const { revision } = manifest();
    write('cta.yaml', experiment('cta', 'sampleRate: 0.5\n'));
    const { code, err } = await fx('apply', 'plan.json', '--allow-breaking');
    expect(code).toBe(1);
    expect(err).toContain('changed since plan.json was made');
    expect(manifest().revision).toBe(revision);
  });

  test.each(['off', 'apply'])('is refused when the target moved since, by fx %s', async (command) => {
    const { fx, read, write } = await planned();
    const cta = reweighted;
    write('cta.yaml', experiment('cta', 'name2: x\n').replace('name2: x\n', 'tags: [x]\n'));
    write('more.yaml', experiment('more'));
    await fx(command, ...(command === 'apply' ? ['--yes'] : []), '--to', 'public/fx');
    write('cta.yaml', cta);
    write('more.yaml', null);
    const before = read('state.json');
    const { code, err } = await fx('apply', 'plan.json', '--allow-breaking');
    expect(code).toBe(1);
    expect(err).toContain('was published to since plan.json was made');
    expect(read('state.json')).toBe(before);
  });

  test.each([
    ['nowhere.json', 'There is no file nowhere.json'],
    ['broken.json', 'broken.json is not a plan of fx'],
  ])('%s is refused', async (name, sentence) => {
    const { fx, root } = project();
    writeFileSync(join(root, 'broken.json'), '{"schema":"fx.list/1"}');
    const { code, err } = await fx('apply', name);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});
