/** Tests the container: the tag, the manifest and its functions in one file that any page can hold. */

import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { container, hashedName, serialize, snippets } from '../../src/authoring/index.js';
import type { Manifest } from '../../src/core/index.js';
import { compileText, withFields, withVariant } from './compiling.js';

const TEMPLATE =
  '/* the tag */(function(text,functions){out.push(JSON.parse(text),functions)})(FX_MANIFEST,FX_FUNCTIONS);\n';

type Code = (...given: unknown[]) => unknown;

async function manifestOf(text: string): Promise<Manifest> {
  const { manifest, problems } = await compileText(text);
  if (!manifest) throw new Error(JSON.stringify(problems));
  return manifest;
}

function run(text: string): { manifest: Manifest; functions: Code[] } {
  const out: unknown[] = [];
  runInNewContext(text, { out });
  const [manifest, functions] = out as [Manifest, Code[]];
  return { manifest, functions };
}

describe('a container', () => {
  test('hands the tag the manifest as it is where there is no code', async () => {
    const manifest = await manifestOf(withFields("metadata: {a: 'it''s \\ \"</script>\" \u2028'}"));
    const { text } = container(TEMPLATE, manifest);
    expect(text.startsWith('/* the tag */')).toBe(true);
    expect(text.endsWith(',[]);\n')).toBe(true);
    expect(JSON.stringify(run(text).manifest)).toBe(JSON.stringify(manifest));
  });

  test('turns all code into functions, with the names that code expects', async () => {
    const manifest = await manifestOf(
      withVariant('js: |\n  return [experiment.id, variant.key, this === undefined]').replace(
        'variants:',
        'sharedJs: return [experiment, variant]\ntrigger: {kind: any, of: [{kind: auto}, {kind: script, js: "activate(experiment)"}]}\nvariants:',
      ),
    );
    const { manifest: carried, functions } = run(container(TEMPLATE, manifest).text);
    const [experiment] = carried.experiments;
    expect(experiment?.trigger).toEqual({ kind: 'any', of: [{ kind: 'auto' }, { kind: 'script', js: 0 }] });
    expect(experiment?.sharedJs).toBe(1);
    expect(experiment?.variants.map(({ js }) => js)).toEqual([undefined, 2]);
    const activated: unknown[] = [];
    functions[0]?.((given: unknown) => activated.push(given), 'e');
    expect(activated).toEqual(['e']);
    expect(JSON.stringify(functions[1]?.('e', 'v'))).toBe('["e","v"]');
    expect(JSON.stringify(functions[2]?.({ id: 'a' }, { key: 't' }))).toBe('["a","t",false]');
  });

  test('keeps the revision and the phase that the manifest has', async () => {
    const manifest = await manifestOf(withVariant('js: go()'));
    const { manifest: carried } = run(container(TEMPLATE, manifest).text);
    expect(carried.revision).toBe(manifest.revision);
    expect(carried.experiments[0]?.phase).toBe(manifest.experiments[0]?.phase);
  });

  test('runs code in sloppy mode, its text and its last comment unchanged', async () => {
    const js = 'with (experiment) { id = 010 } // done';
    const { functions } = run(container(TEMPLATE, await manifestOf(withVariant(`js: '${js}'`))).text);
    const experiment = { id: 0 };
    functions[0]?.(experiment, {});
    expect(experiment.id).toBe(8);
    expect(String(functions[0])).toContain(js);
  });

  test('carries one function for equal code', async () => {
    const text = "id: a\nname: A\nvariants:\n  - {key: a, name: A, js: 'go()'}\n  - {key: b, name: B, js: 'go()'}\n";
    const { manifest, functions } = run(container(TEMPLATE, await manifestOf(text)).text);
    expect(manifest.experiments[0]?.variants.map(({ js }) => js)).toEqual([0, 0]);
    expect(functions).toHaveLength(1);
  });

  test('holds nothing that would end a script element or begin a comment in one', async () => {
    const js = "  a = '</script>' + `<!--` + /<\\/script>/.source + '</SCRIPT >' + \"\\u2028\";\n  return a";
    const manifest = await manifestOf(
      withVariant(`js: |\n${js}\nname: '</script><!--'`).replace('    name: Treatment\n', ''),
    );
    const { text } = container(TEMPLATE, manifest);
    expect(text).not.toMatch(/<\/script|<!--/i);
    const { functions, manifest: carried } = run(text);
    expect(functions[0]?.({}, {})).toBe('</script><!--<\\/script></SCRIPT >\u2028');
    expect(carried.experiments[0]?.variants[1]?.name).toBe('</script><!--');
  });

  test('takes text for text: nothing in an experiment is a replacement pattern', async () => {
    const manifest = await manifestOf(withVariant('js: \'a = "$& $1 $` FX_MANIFEST (FX_MANIFEST,FX_FUNCTIONS)"\''));
    const { functions } = run(container(TEMPLATE, manifest).text);
    expect(String(functions[0])).toContain('$& $1 $` FX_MANIFEST (FX_MANIFEST,FX_FUNCTIONS)');
  });

  test('says what every experiment weighs', async () => {
    const manifest = await manifestOf(`${withVariant('js: go("日")')}---\n${withFields('').replace('id: a', 'id: b')}`);
    const { weights } = container(TEMPLATE, manifest);
    expect(weights.map(({ id }) => id)).toEqual(['a', 'b']);
    for (const { text, bytes } of weights) expect(bytes).toBe(Buffer.byteLength(text));
    expect(weights[0]?.text).toContain('go("日")');
    expect(weights[0]?.bytes).toBeGreaterThan(weights[1]?.bytes ?? 0);
  });

  test('is not made of a file that is no template', async () => {
    const manifest = await manifestOf(withFields(''));
    expect(() => container('(function(){})()', manifest)).toThrow(RangeError);
    expect(() => container(TEMPLATE + TEMPLATE, manifest)).toThrow(RangeError);
  });
});

describe('manifest text', () => {
  test('can stand in a script element, and reads back as it was', async () => {
    const manifest = await manifestOf(withFields('metadata: {a: "</script><!--\\u2028\\u2029"}'));
    const text = serialize(manifest);
    expect(text).not.toMatch(/[<\u2028\u2029\n]/);
    expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(manifest));
  });
});

describe('snippets', () => {
  test('load the fixed name without integrity, and the hashed one with it', () => {
    const hashed = { name: 'container.0a1b.js', integrity: 'sha384-x' };
    expect(snippets({ base: 'https://cdn.example/fx', collect: 'https://c.example/?a&b="', hashed })).toEqual({
      fixed:
        '<script>window.fx = window.fx || []</script>\n' +
        '<script src="https://cdn.example/fx/container.js" data-collect="https://c.example/?a&amp;b=&quot;"></script>',
      hashed:
        '<script>window.fx = window.fx || []</script>\n' +
        '<script src="https://cdn.example/fx/container.0a1b.js" integrity="sha384-x" crossorigin="anonymous" ' +
        'data-collect="https://c.example/?a&amp;b=&quot;"></script>',
    });
  });

  test('have the queue and a collector where nothing else is said', () => {
    expect(snippets()).toEqual({
      fixed:
        '<script>window.fx = window.fx || []</script>\n<script src="/fx/container.js" data-collect="/events"></script>',
      hashed: null,
    });
  });

  test('name files by their hash', () => {
    expect(hashedName('container.js', '0a1b')).toBe('container.0a1b.js');
    expect(hashedName('manifest', '0a1b')).toBe('manifest.0a1b');
  });
});
