/** `fx explain`: what it says about every gate, and that it says what the core decides. */

import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/explain.js';
import { experiment, folder, fx, run } from './fx.js';

const RULE = `audience:
  sampleRate: 0.5
  excludeRate: 0.1
  rule:
    and:
      - in: [{ var: user.tier }, [pro, enterprise]]
      - startsWith: [{ var: page.path }, /cart]
`;
const dir = folder({
  'experiments/plain.yaml': experiment('plain'),
  'experiments/ruled.yaml': experiment('ruled', RULE),
  'experiments/sketch.yaml': experiment('sketch', 'status: draft\n'),
  'experiments/old.yaml': experiment('old', 'status: archived\n'),
  'experiments/ended.yaml': experiment('ended', "endAt: '2020-01-01T00:00:00Z'\n"),
  'context.json': '{"user": {"tier": "free"}}',
});
const explain = (id: string, ...more: string[]) =>
  run(setup, [id, '--dir', `${dir}/experiments`, '--subject', 'u1', ...more]);

test('every gate has its line, and the verdict comes last', async () => {
  const { code, out } = await explain('plain');
  const lines = out.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(lines.filter((line) => /^[✓✗] /.test(line))).toHaveLength(11);
  expect(lines.at(-1)).toMatch(
    /^→ (control|treatment): the visitor's number falls on it; its changes apply, an exposure is sent\.$/,
  );
});

test('a rule that does not hold names the facts that it read and those that were not given', async () => {
  const { out } = await explain('ruled', '--context', `@${dir}/context.json`);
  expect(out).toContain(
    '✗ rule      The rule does not hold (user.tier = "free"; not given: page.path). The tag reads that from the page.',
  );
  expect(out).toMatch(/→ out: the rule does not hold\.|→ out: the visitor is not in the sample\./);
});

test('a rule that holds lets the visitor on to the sample', async () => {
  const { out } = await explain('ruled', '--context', '{"user":{"tier":"pro"},"page":{"path":"/cart"}}');
  expect(out).toContain('✓ rule      The rule holds (user.tier = "pro"; page.path = "/cart").');
  expect(out).toMatch(/sample number 0\.\d{4} is (not )?below sampleRate 0\.5\./);
});

test('a draft is out for everyone but a preview', async () => {
  expect((await explain('sketch')).out).toContain('→ out: it is a draft.');
  expect((await explain('sketch', '--forced', 'treatment')).out).toContain(
    '→ treatment: a preview forces it; its changes apply, no exposure is sent.',
  );
});

test('a stored variant holds, and one that is gone is out', async () => {
  expect((await explain('plain', '--sticky', 'treatment')).out).toContain(
    '→ treatment: the visitor has it from before',
  );
  expect((await explain('plain', '--sticky', 'gone')).out).toContain('→ out: the stored variant no longer exists.');
});

test('an experiment that has ended is out now and was in before', async () => {
  expect((await explain('ended')).out).toContain('→ out: it does not run now.');
  expect((await explain('ended', '--at', '2019-06-01T00:00:00Z')).out).toContain('an exposure is sent');
});

test('--json gives the decision and the gates, the same each time', async () => {
  const { out } = await explain('ruled', '--json');
  const data = JSON.parse(out);
  expect(data).toMatchObject({ schema: 'fx.explain/1', id: 'ruled', subject: 'u1', variant: null });
  expect(data.gates).toHaveLength(11);
  expect(data.gates[3]).toEqual({ gate: 'schedule', pass: true, saw: {} });
  expect((await explain('ruled', '--json')).out).toBe(out);
});

test.each([
  [['plan'], 'There is no experiment plian in'],
  [['plan'], 'did you mean plain?'],
  [['old'], 'old is archived, so nobody gets it: run fx resume old first.'],
  [['plain', '--context', '[1]'], '--context is not a JSON object'],
  [['plain', '--context', '[{},{}]'], '--context holds 2 contexts, and one subject has one'],
  [['plain', '--context', '@nowhere.json'], 'There is no file nowhere.json'],
  [['plain', '--at', 'noon'], '--at noon is not a time'],
])('%j is refused in one sentence', async ([id = '', ...more], sentence) => {
  const { code, out, err } = await explain(id, ...more);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain(sentence);
});

test('it runs from the bin, and shows an example', async () => {
  const { code, out } = await fx(['explain', 'plain', '--subject', 'u1'], dir);
  expect(code).toBe(0);
  expect(out).toContain('→ ');
  expect((await fx(['explain', '--help'])).out).toContain('fx explain pro-onboarding --subject 4711');
});
