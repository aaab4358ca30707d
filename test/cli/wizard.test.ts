/** Tests the questions of `fx create`: what they ask, what they refuse, and what is made of the answers. */

import { beforeEach, expect, test, vi } from 'vitest';
import { compile } from '../../src/authoring/compile.js';
import { toYaml } from '../../src/cli/answers.js';
import { ask } from '../../src/cli/wizard.js';

interface Question {
  readonly message: string;
  readonly defaultValue?: string;
  readonly validate?: (value: string | undefined) => string | Error | undefined;
}

const isFree = () => undefined;
const CANCELLED = Symbol('cancelled');
const asked: Question[] = [];
/** What somebody types, by the first word of the question; elsewhere they press enter. */
let typed: Readonly<Record<string, string | symbol>> = {};
const refused: string[] = [];
const said: string[] = [];

vi.mock('@clack/prompts', () => ({
  intro: () => undefined,
  log: { info: (text: string) => said.push(text) },
  outro: () => undefined,
  isCancel: (value: unknown) => value === CANCELLED,
  text: async (question: Question) => {
    asked.push(question);
    const answer = typed[question.message.split(/\W/)[0] ?? ''] ?? question.defaultValue ?? '';
    const fault = typeof answer === 'string' ? question.validate?.(answer) : undefined;
    if (fault) refused.push(String(fault));
    return answer;
  },
}));

beforeEach(() => {
  asked.length = 0;
  refused.length = 0;
  said.length = 0;
  typed = {};
});

const specOf = async (answers: Parameters<typeof toYaml>[0]) => {
  const { problems, sources } = await compile([{ path: 'a.yaml', text: toYaml(answers, null) }]);
  expect(problems).toEqual([]);
  return sources.get(answers.id ?? '')?.raw;
};

test('an id and enter to all the rest is an experiment that validates', async () => {
  typed = { Id: 'homepage-cta' };
  const spec = await specOf(await ask({}, isFree));
  expect(asked).toHaveLength(7);
  expect(spec).toMatchObject({
    name: 'Homepage cta',
    status: 'draft',
    variants: [{ key: 'control' }, { key: 'treatment' }],
  });
  expect([spec?.trigger, spec?.audience]).toEqual([undefined, undefined]);
});

test('every answer is in the file', async () => {
  typed = {
    Id: 'a',
    Name: 'A: b',
    Variants: 'now, green=Green button, blue',
    Share: '20%',
    Pages: '/cart',
    What: 'signup, revenue:sum:purchase',
    Allocation: '50, 25, 25',
  };
  expect(await specOf(await ask({}, isFree))).toMatchObject({
    name: 'A: b',
    audience: { sampleRate: 0.2 },
    trigger: { kind: 'urlMatch', pattern: '/cart' },
    variants: [
      { key: 'now', weight: 5000 },
      { key: 'green', name: 'Green button', weight: 2500 },
      { key: 'blue', weight: 2500 },
    ],
    metrics: [
      { key: 'signup', isPrimary: true },
      { key: 'revenue', kind: 'sum', eventName: 'purchase' },
    ],
  });
});

test('a title for an id makes the id that it can only mean, and is offered as the name', async () => {
  typed = { Id: ' Pricing Headline ' };
  expect(await ask({}, isFree)).toMatchObject({ id: 'pricing-headline', name: 'Pricing Headline' });
  expect(said).toEqual(['The id is pricing-headline.']);
});

test('an id that is taken is refused before anything else is asked', async () => {
  typed = { Id: 'Old One' };
  await ask({}, (id) => (id === 'old-one' ? 'experiments/old-one.yaml has it already: choose another.' : undefined));
  expect(refused).toEqual(['experiments/old-one.yaml has it already: choose another.']);
});

test('a half may be typed as 50, 50% or 0.5, and a name that is offered is not typed onto', async () => {
  for (const Share of ['50', '50%', '0.5']) {
    typed = { Id: 'a', Share };
    expect(await specOf(await ask({}, isFree))).toMatchObject({ name: 'A', audience: { sampleRate: 0.5 } });
  }
  typed = { Id: 'a', Share: '150' };
  await ask({}, isFree).catch(() => undefined);
  expect(refused).toEqual(['The share of visitors must be from 0 to 1, or from 0% to 100%, not 150%.']);
  expect(asked.filter((question) => 'initialValue' in question)).toEqual([]);
});

test('what an option said is not asked again', async () => {
  typed = { Name: 'A' };
  await ask(
    {
      id: 'a',
      url: '/',
      sampleRate: 1,
      metrics: [],
      variants: [
        { key: 'x', name: 'X', weight: 5000 },
        { key: 'y', name: 'Y', weight: 5000 },
      ],
    },
    isFree,
  );
  expect(asked.map(({ message }) => message.split(':')[0])).toEqual(['Name']);
});

test.each([
  ['Id', '…'],
  ['Id', 'a'.repeat(65)],
  ['Name', ' '],
  ['Variants', 'control'],
  ['Variants', 'a, b:half=B'],
  ['Share', '200'],
  ['Allocation', '50'],
  ['Allocation', '50, 40'],
  ['Allocation', 'half, half'],
])('to the question %s the answer %j is refused', async (question, answer) => {
  typed = { Id: 'a', [question]: answer };
  await ask({}, isFree).catch(() => undefined);
  expect(refused).toHaveLength(1);
});

test('leaving writes nothing', async () => {
  typed = { Id: CANCELLED };
  await expect(ask({}, isFree)).rejects.toThrow('Nothing was written.');
});
