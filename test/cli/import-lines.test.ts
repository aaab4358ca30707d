/** Tests which line of an imported file the importers of files name. */

import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test, vi } from 'vitest';
import { setup as importContractSpec } from '../../src/cli/commands/import-contractspec.js';
import { setup as importGrowthBook } from '../../src/cli/commands/import-growthbook.js';
import { setup as importVariantLab } from '../../src/cli/commands/import-variantlab.js';
import { folder, run } from './fx.js';

vi.mock('esbuild', async (load) => {
  const esbuild = await load<typeof import('esbuild')>();
  return { ...esbuild, transform: vi.fn(esbuild.transform) };
});

const GROWTHBOOK = `{
  "experiments": [
    {
      "key": "hero",
      "hashAttribute": "device",
      "variations": [
        {},
        {
          "domMutations": [
            { "selector": "h1", "action": "set", "attribute": "html", "value": "x" },
            { "selector": "h2", "action": "set", "attribute": "position", "value": "x" }
          ]
        }
      ]
    },
    {
      "key": "other",
      "variations": [{}, {}],
      "filters": [{ "seed": "x" }]
    }
  ],
  "features": {
    "grid": {
      "rules": [
        { "force": 1, "condition": {
          "tags": {
            "$size": 3 } } },
        { "key": "grid", "variations": [1, 2] }
      ]
    }
  }
}
`;

const VARIANTLAB = `{
\t"experiments": [
\t\t{ "id": "cta", "default": "a", "variants": [{ "id": "a" }, { "id": "b" }],
\t\t\t"targeting": {
\t\t\t\t"platform": ["ios"],
\t\t\t\t"appVersion": "no range"
\t\t\t}
\t\t},
\t\t{ "id": "cta2",
\t\t\t"default": "c",
\t\t\t"variants": [{ "id": "a" }, { "id": "b" }]
\t\t},
\t\t{ "id": "cta3", "default": "a", "variants": [{ "id": "a" }, { "id": "b" }],
\t\t\t"endDate": "soon"
\t\t}
\t]
}
`;

const CONTRACTSPEC = `import type { ExperimentSpec } from 'x';

interface Long {
  readonly a: string;
}

export const spec: ExperimentSpec = {
  meta: { key: 'plain', version: '1.0.0' } as Meta,
  controlVariant: 'a',
  variants: [{ id: 'a' }, { id: 'b' }],
  allocation: {
    type: 'targeted',
    rules: [
      {
        variantId: 'b',
        expression: 'context.a % 2 === 1',
      },
      { variantId: 'c' },
    ],
  } satisfies Targeted,
};
`;

const linesOf = async (command: typeof importGrowthBook, name: string, text: string): Promise<string[]> => {
  const root = folder({ [name]: text });
  const { out } = await run(command, [join(root, name), '--out', join(root, 'out')]);
  return out
    .split('\n')
    .filter((line) => line.includes('needs a person'))
    .map((line) => line.replace(/^ +needs a person +/, '').replace(/^.*(?=gb\.json|vl\.json|spec\.ts)/, ''));
};

test('what GrowthBook says otherwise is named with the line of its field', async () => {
  expect(await linesOf(importGrowthBook, 'gb.json', GROWTHBOOK)).toEqual([
    'gb.json:5 it divides by device: give that as the subject',
    'gb.json:11 set position of h2 has no operation: write it as js',
    'gb.json:19 its filters take a share of subjects by a hash of their own',
    expect.stringMatching(/^gb\.json:27 rule 1 of its feature, which comes before it, cannot be said: .*\$size/),
  ]);
});

test('what VariantLab says otherwise is named with the line of its field, also in a file that is indented with tabs', async () => {
  expect(await linesOf(importVariantLab, 'vl.json', VARIANTLAB)).toEqual([
    'vl.json:6 targeting.appVersion has no form in a rule: "no range"',
    'vl.json:10 its default "c" is no variant',
    expect.stringMatching(/^vl\.json:14 its endDate "soon" is no date/),
  ]);
});

test('what ContractSpec says otherwise is named with its line in the TypeScript, types and all', async () => {
  expect(await linesOf(importContractSpec, 'spec.ts', CONTRACTSPEC)).toEqual([
    'spec.ts:16 the expression context.a % 2 === 1 has %, which rules do not have',
    'spec.ts:16 the expression context.a % 2 === 1 has %, which rules do not have',
    'spec.ts:16 the expression context.a % 2 === 1 has %, which rules do not have',
  ]);
});

test('the types of a module are taken out once', async () => {
  vi.mocked(transform).mockClear();
  await linesOf(importContractSpec, 'spec.ts', CONTRACTSPEC);
  expect(transform).toHaveBeenCalledOnce();
});

test.each([
  [importGrowthBook, '{\n  "a": 1,\n  oops\n}', /a\.json:3 is no JSON: /],
  [importGrowthBook, '{\n  "a": 1\n', /a\.json:3 is no JSON: /],
  [importGrowthBook, '{\n  "a": oops,\n  "b": 1\n}\n', /a\.json:2 is no JSON: Unexpected token 'o'$/m],
  [importGrowthBook, '{\n  "a": [\n    1,\n  ],\n  "b": 1\n}\n', /a\.json:4 is no JSON: Unexpected token ']'$/m],
  [importGrowthBook, '', /a\.json:1 is no JSON: /],
  [importContractSpec, 'const a = 1;\nconst {', /a\.json:2 is no TypeScript: /],
])('a file that cannot be read is refused with the line: %#', async (command, text, wanted) => {
  const root = folder({ 'a.json': text });
  expect((await run(command, [join(root, 'a.json')])).err).toMatch(wanted);
});

test('the report as data has the lines, too', async () => {
  const root = folder({ 'vl.json': VARIANTLAB });
  const { out } = await run(importVariantLab, [join(root, 'vl.json'), '--out', join(root, 'out'), '--json']);
  expect(out).toMatch(/vl\.json:10 its default/);
});

test('a file that nests deeper than a stack is read, without its lines', async () => {
  const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
  const text = `{"x": ${deep}, "experiments": [{ "id": "cta", "default": "c", "variants": [{ "id": "a" }, { "id": "b" }] }]}`;
  expect((await linesOf(importVariantLab, 'vl.json', text))[0]).toContain('its default "c" is no variant');
});
