/** Runs `fx build`: writes the files without a target, with the size of every experiment and two snippets. */

import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Composition, hashedName, snippets } from '../../authoring/index.js';
import { exists, makeDirectory, Refusal, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import {
  DEFAULT_DIRECTORY,
  fixedName,
  integrityOf,
  lastingName,
  type Rendered,
  render,
  STATE_FILE,
} from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { validAt } from '../problems.js';
import { table } from '../table.js';
import type { Paint } from '../terminal.js';

/** What to send with files under a fixed name: a change is there within a minute, an outage is survived for a day. */
export const FIXED_CACHE = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400';
/** What to send with files that have a hash in their name. */
export const LASTING_CACHE = 'max-age=31536000, immutable';

interface Options {
  readonly out: string;
  readonly base: string;
  readonly collect?: string;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('-o, --out <directory>', 'where to', 'dist')
    .option('--base <path>', 'where your site serves them from, for the snippets', '/fx/')
    .option('--collect <url>', 'where events go, for the snippets')
    .addHelpText('after', example('fx build experiments --out dist --collect https://events.example.com/'))
    .action(async (directory: string, { out, base, collect }: Options) => {
      const { terminal } = io;
      if (await exists(join(out, STATE_FILE))) {
        throw new Refusal(
          `${out} is a target: run fx apply ${directory} --to ${out}, or build into another directory.`,
          'target',
        );
      }
      const { project, valid } = await validAt(terminal, directory);
      const rendered = await terminal.busy(`Building ${plural(valid.sources.size, 'experiment')}`, async () =>
        render(valid, project),
      );
      makeDirectory(out);
      const { files } = rendered.release;
      const written: string[] = [];
      for (const [role, bytes] of rendered.files) {
        for (const name of [lastingName(role, project.token, files[role] ?? ''), fixedName(role, project.token)]) {
          writeAtomic(join(out, name), bytes);
          written.push(name);
        }
      }
      const sizes = await terminal.busy('Compressing', async () => measure(rendered));
      const container = rendered.files.get('container.js') ?? Buffer.alloc(0);
      const name = hashedName('container.js', files['container.js'] ?? '');
      const lines = snippets({
        base,
        segments: project.segments,
        studio: project.tag?.attributes.studio,
        ...(collect !== undefined && { collect }),
        hashed: { name, integrity: integrityOf(container) },
      });
      if (terminal.isJson) {
        const cacheControl = { fixed: FIXED_CACHE, hashed: LASTING_CACHE };
        const { revision } = rendered.release;
        const { in: features, out: without } = rendered.composition;
        const tag = { in: features, out: without };
        return terminal.json('build', {
          out,
          revision,
          files: written.sort(),
          sizes,
          tag,
          snippets: lines,
          cacheControl,
        });
      }
      terminal.data(
        [
          sizeTable(sizes, terminal.paint),
          compositionText(rendered.composition, project.tag !== null, terminal.paint),
          snippetText(lines, terminal.paint),
        ].join('\n\n'),
      );
      terminal.say(`${terminal.hint.green('✓')} ${out} holds revision ${rendered.release.revision}.`);
    });
};

interface Size {
  readonly name: string;
  /** Whether it is a part of the file in a row above. */
  readonly isPart: boolean;
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Bytes of the container, of each of its parts by itself, and of the other two ways in. */
function measure({ files, template, weights }: Rendered): Size[] {
  const size = (name: string, content: Buffer, isPart = false): Size => ({
    name,
    isPart,
    bytes: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content).length,
  });
  const file = (name: string): Size[] => {
    const content = files.get(name);
    return content ? [size(name, content)] : [];
  };
  return [
    ...file('container.js'),
    size('the tag', Buffer.from(template), true),
    ...weights.map(({ id, text }) => size(id, Buffer.from(text), true)),
    ...file('fx.js'),
    ...file('manifest.json'),
  ];
}

function sizeTable(sizes: readonly Size[], { bold, dim }: Paint): string {
  const number = (value: number): string => value.toLocaleString('en');
  const rows = sizes.map(({ name, isPart, bytes, gzip, brotli }) => [
    isPart ? dim(`  ${name}`) : name,
    ...[bytes, gzip, brotli].map(number),
  ]);
  return table([['bytes', 'minified', 'gzip -9', 'brotli -11'].map((title) => bold(title)), ...rows], [1, 2, 3]);
}

/** What the container has of the tag, and what not. */
function compositionText({ in: used, out }: Composition, isDeclared: boolean, { dim }: Paint): string {
  const lines = [`${dim('the tag has ')} ${used.join(', ') || 'nothing but what all need'}`];
  if (out.length) lines.push(`${dim('and is without')} ${out.join(', ')}`);
  if (!isDeclared)
    lines.push(dim('tag: in fx.config.yaml says what pages use, and leaves the rest out: docs/composing.md'));
  return lines.join('\n');
}

function snippetText(
  { fixed, hashed }: { readonly fixed: string; readonly hashed: string | null },
  { dim }: Paint,
): string {
  return [
    dim('In the head, before other scripts. Publishing is enough:'),
    fixed,
    dim(`  Cache-Control of container.js, manifest.json, fx.js: ${FIXED_CACHE}`),
    '',
    dim('Or with integrity. The page is deployed anew at each publish:'),
    hashed ?? '',
    dim(`  Cache-Control of names with a hash: ${LASTING_CACHE}`),
  ].join('\n');
}
