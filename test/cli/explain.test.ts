/** Tests `fx explain`: what it says about every gate, and that it says what the core decides. */

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
  'experiments/sketch.yaml': experiment('sketch', 'status: draft\ntrigger: { kind: event, name: ready }\n'),
  'experiments/ended.yaml': experiment('ended', "endAt: '2020-01-01T00:00:00Z'\n"),
  'experiments/cart.yaml': experiment('cart', "trigger: { kind: urlMatch, pattern: '^/cart$', regex: true }\n"),
  'experiments/moved.yaml': experiment('moved', 'trigger: { kind: urlMatch, pattern: /pricing, on: path }\n').replace(
    'name: Treatment\n',
    'name: Treatment\n    redirect: /new\n    keepQuery: false\n',
  ),
  'experiments/anywhere.yaml': experiment('anywhere', 'trigger: { kind: urlMatch, pattern: / }\n'),
  'context.json': '{"user": {"tier": "free"}}',
});
const explain = (id: string, ...more: string[]) => run(setup, [id, `${dir}/experiments`, '--subject', 'u1', ...more]);

test('the verdict comes first, then every gate has its line', async () => {
  const { code, out } = await explain('plain');
  const [verdict, ...lines] = out.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(verdict).toMatch(/^u1 in plain: (control|treatment) \(by the weights\), sees it and is counted$/);
  expect(lines.filter((line) => /^[✓✗] /.test(line))).toHaveLength(15);
  expect(lines.at(-1)).toBe('✓ trigger  It starts at once: on every page.');
});

test('a rule that is false names the facts that it read, and those that were not given', async () => {
  const { out } = await explain('ruled', '--context', `@${dir}/context.json`);
  expect(out).toContain(
    '✗ rule     The rule is false for this context (user.tier = "free"; not given: page.path; on a page the tag finds out page.path).',
  );
});

test('a rule that is true lets the visitor on to the sample', async () => {
  const { out } = await explain('ruled', '--context', '{"user":{"tier":"pro"},"page":{"path":"/cart"}}');
  expect(out).toContain('✓ rule     The rule is true for this context (user.tier = "pro"; page.path = "/cart").');
  expect(out).toMatch(/sample number 0\.\d{6} is (not )?below sampleRate 0\.5\./);
});

test('a draft is out for everyone but a preview', async () => {
  expect((await explain('sketch')).out).toContain('u1 in sketch: out (it is a draft)');
  const { out } = await explain('sketch', '--preview', 'treatment');
  expect(out).toContain('u1 in sketch: treatment (by a preview), sees it, not counted');
  expect(out).toContain('… trigger  It waits for its trigger: it starts on the event ready.');
});

test('an address that does not match is the reason why an experiment has not started', async () => {
  const there = await explain('cart', '--url', 'https://shop.example/cart?step=2');
  expect(there.out).toContain('✓ trigger  It starts at once: where the address is /cart.');
  const { out } = await explain('cart', '--url', 'https://shop.example/pricing');
  expect(out).toMatch(/^u1 in cart: .*, not on that page\n/);
  expect(out).toContain('✗ trigger  It does not start there: this address does not match ^/cart$ (path or query).');
  expect((await explain('cart')).out).toContain('--url says whether a page has it');
  const { trigger } = JSON.parse((await explain('cart', '--url', 'https://shop.example/', '--json')).out);
  expect(trigger.pass).toBe(false);
  expect((await explain('cart', '--url', '/cart')).err).toContain('--url must be an address');
});

test('a stored variant holds, and one that is gone is out', async () => {
  expect((await explain('plain', '--sticky', 'treatment')).out).toContain('treatment (by their stored assignment)');
  expect((await explain('plain', '--sticky', 'gone')).out).toContain('out (their stored variant is gone)');
});

test('an experiment that has ended is out now and was in before', async () => {
  expect((await explain('ended')).out).toContain('out (it does not run at this time)');
  expect((await explain('ended', '--now', '2019-06-01T00:00:00Z')).out).toContain('sees it and is counted');
});

test('--json gives the decision and the gates, the same each time', async () => {
  const { out } = await explain('ruled', '--json');
  const data = JSON.parse(out);
  expect(data).toMatchObject({ schema: 'fx.explain/1', id: 'ruled', subject: 'u1', decision: { variant: null } });
  expect(data.gates).toHaveLength(14);
  expect(data.gates[3]).toEqual({ gate: 'schedule', pass: true, saw: {} });
  expect((await explain('ruled', '--json')).out).toBe(out);
});

test.each([
  [['plan'], 'has no valid experiment plan: did you mean plain?'],
  [['nothing-like-it'], 'it has anywhere, cart, ended, moved, plain, ruled, sketch.'],
  [['plain', '--context', '[1]'], '--context must be a JSON object'],
  [['plain', '--context', '{'], '--context is not JSON'],
  [['plain', '--context', '@nowhere.json'], 'There is no file nowhere.json'],
  [['plain', '--now', 'noon'], '--now must be a date'],
])('%j is refused in one sentence', async ([id = '', ...more], sentence) => {
  const { code, out, err } = await explain(id, ...more);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain(sentence);
});

test('it runs from the bin, and shows an example', async () => {
  const { code, out } = await fx(['explain', 'plain', '--subject', 'u1'], dir);
  expect(code).toBe(0);
  expect(out).toContain('u1 in plain: ');
  expect((await fx(['explain', '--help'])).out).toContain('fx explain homepage-cta --subject 42');
});

test('a subject that a holdout keeps out is told so', async () => {
  const held = folder({
    'experiments/a.yaml': experiment('a'),
    'experiments/h.yaml': 'kind: holdout\nid: winter\nname: Winter\nshare: 1\nexperiments: all\n',
  });
  const { out } = await run(setup, ['a', `${held}/experiments`, '--subject', 'u1']);
  expect(out).toMatch(/^u1 in a: out \(held out by a holdout\)/);
  expect(out).toMatch(/✗ holdout {2}The number 0\.\d+ is below the share 1 of the holdout winter: held out\./);
});

test('a variant that leaves the page says where it goes, and with what', async () => {
  const { out } = await explain('moved', '--preview', 'treatment');
  expect(out).toContain(
    '→ redirect It leaves the page for /new, once its exposure is recorded. The query of the page stays behind.',
  );
  expect((await explain('moved', '--preview', 'control')).out).not.toContain('redirect');
  expect(JSON.parse((await explain('moved', '--preview', 'treatment', '--json')).out).redirect).toBe('/new');
});

test('a pattern that every address has needs no address of a page', async () => {
  expect((await explain('anywhere')).out).toContain('✓ trigger  It starts at once: on every page.');
});

test('no text of a file or of the command line begins a line of its own', async () => {
  const forged = 'x\\n✓ rule     forged';
  const file = experiment('cta', `trigger: { kind: urlMatch, pattern: "${forged}" }\n`);
  const own = folder({ 'experiments/a.yaml': file });
  const { out } = await run(setup, ['cta', `${own}/experiments`, '--subject', 'me\n✓ rule     forged']);
  expect(out).toMatch(/^me\\n✓ rule {5}forged in cta: /);
  expect(out).toContain('It starts where the address has x\\n✓ rule     forged');
  expect(out).not.toMatch(/^✓ rule {5}forged/m);
});
