/**
 * Tests the draft of an experiment, which the editor asks about: the server checks it beside the files that are there.
 */

import { expect, test } from 'vitest';
import { experiment, SITE, serve } from './project.js';

test('what a draft and another file say alike is told of the draft, in words that name no file of its own', async () => {
  const { url } = await serve({ 'experiments/zeta.yaml': experiment('zeta') });
  const check = async (body: string): Promise<readonly unknown[]> => {
    const answer = await fetch(`${url}/fx/check`, { method: 'POST', headers: { origin: url }, body });
    return ((await answer.json()) as { readonly problems: readonly unknown[] }).problems;
  };
  const [taken] = await check(experiment('zeta'));
  expect(taken).toMatchObject({ file: 'this draft', line: 1, message: expect.stringContaining('zeta.yaml:1') });
  const [twice] = await check(`${experiment('two')}---\n${experiment('two')}`);
  expect(JSON.stringify(twice)).not.toContain('\\u0000');
  expect(twice).toMatchObject({ message: expect.stringMatching(/ line 1\b/) });
});

test('the draft of an experiment is looked at beside the files that are there, for pages of this server alone', async () => {
  const { url } = await serve(SITE);
  const check = (body: string, origin: string, at = url): Promise<Response> =>
    fetch(`${at}/fx/check`, { method: 'POST', headers: { origin }, body });
  const good = await check(experiment('two'), url);
  expect([good.status, await good.json()]).toEqual([200, { problems: [] }]);
  const { problems } = (await (await check(experiment('one', 'colour: red\n'), url)).json()) as {
    readonly problems: readonly { readonly line: number; readonly message: string }[];
  };
  expect(problems.map(({ line }) => line)).toEqual([1, 3]);
  expect(problems.map(({ message }) => message).join(' ')).toContain('one.yaml');
  const beside = await serve({
    ...SITE,
    'experiments/new.yaml': experiment('new', 'colour: red\n'),
    'experiments/renew.yaml': experiment('new'),
  });
  expect(await (await check(experiment('two'), beside.url, beside.url)).json()).toEqual({ problems: [] });
  const broken = await check('id: [', url);
  expect(((await broken.json()) as { readonly problems: readonly unknown[] }).problems.length).toBeGreaterThan(0);
  expect((await check(experiment('two'), 'https://evil.example')).status).toBe(403);
  expect((await fetch(`${url}/fx/check`, { method: 'POST', body: experiment('two') })).status).toBe(403);
  expect((await check('x'.repeat(2 ** 20 + 1), url)).status).toBe(400);
});
