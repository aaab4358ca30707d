/** Runs `fx init`: what a repository needs to begin with experiments. */

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { jsonSchema, snippets } from '../../authoring/index.js';
import {
  appendLine,
  exists,
  ignoreInGit,
  makeDirectory,
  OWN_FOLDER,
  Refusal,
  readText,
  shown,
  writeAtomic,
} from '../../files/index.js';
import { readVersion } from '../../publishing/index.js';
import { COLLECT_URL } from '../collectport.js';
import { example, type Setup } from '../command.js';
import { findSite, type SiteFolders } from '../sitefolder.js';
import { attributesLine, configFile, exampleFile, scripts, workflowFile } from '../starter.js';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'the root of your repository', '.')
    .option('--site <url>', 'the address of your site, where Studio shows previews')
    .addHelpText('after', example('fx init', 'fx init --site https://www.example.com'))
    .action(async (root: string, { site: address }: { readonly site?: string }) => {
      const { terminal } = io;
      requireAddress(address);
      const site = await findSite(root);
      const { target } = site;
      const files: Readonly<Record<string, string>> = {
        'experiments/example.yaml': exampleFile,
        'fx.config.yaml': configFile(randomBytes(8).toString('hex'), target, address?.replace(/\/$/, '')),
        'fx.schema.json': `${JSON.stringify(await jsonSchema(), null, 2)}\n`,
        '.github/workflows/fx.yml': workflowFile(readVersion(), target),
      };
      await requireAbsent(root, Object.keys(files));
      for (const [name, text] of Object.entries(files)) {
        makeDirectory(dirname(join(root, name)));
        writeAtomic(join(root, name), text);
      }
      const amendments = await amend(root, site);
      const changed = amendments.map(({ name }) => name);
      const changes = amendments.map(({ name, words }) => `${name}: ${words}`);
      const [written, amended] = [Object.keys(files), changed].map((names) =>
        names.map((name) => shown(join(root, name))),
      );
      if (terminal.isJson) return terminal.json('init', { written, changed: amended, target });
      terminal.data([...(written ?? []), ...(amended ?? [])].join('\n'));
      terminal.say(changes.map((one) => `  ${one}`).join('\n'));
      terminal.say(nextSteps(site));
    });
};

/** @throws Refusal where it is none that a browser could open */
function requireAddress(address: string | undefined): void {
  if (address === undefined || (/^https?:\/\/\S+$/.test(address) && URL.canParse(address))) return;
  throw new Refusal(`--site must be an address such as https://www.example.com, not ${address}.`, 'usage');
}

/** @throws Refusal where any of them is there */
async function requireAbsent(root: string, names: readonly string[]): Promise<void> {
  const there: string[] = [];
  for (const name of names) if (await exists(join(root, name))) there.push(name);
  if (!there.length) return;
  throw new Refusal(
    `Nothing was written: ${there.join(', ')} ${there.length > 1 ? 'are' : 'is'} there already.`,
    'exists',
  );
}

/** A file that was there or may have been, and what was added to it. */
interface Amendment {
  readonly name: string;
  readonly words: string;
}

/** Adds to files that may be there, and says what. */
async function amend(root: string, { pages, target }: SiteFolders): Promise<Amendment[]> {
  const changed: Amendment[] = [];
  const note = (name: string, words: string): number => changed.push({ name, words });
  if (await ignoreInGit(root, `${OWN_FOLDER}/`, true))
    note('.gitignore', `added ${OWN_FOLDER}/, where events are kept: they stay out of git`);
  if (await addLine(join(root, '.gitattributes'), attributesLine(target)))
    note('.gitattributes', `added a line, so that git keeps the bytes of ${target} as they are`);
  const added = await addScripts(join(root, 'package.json'), pages);
  if (added.length) note('package.json', `added the scripts ${added.join(', ')} (npm run ${added[0]})`);
  return changed;
}

async function addLine(path: string, line: string): Promise<boolean> {
  const text = (await readText(path)) ?? '';
  if (text.split(/\r?\n/).includes(line)) return false;
  appendLine(path, line);
  return true;
}

/** The names of the scripts that were added. Those that are there stay, and so does all else, indentation included. */
async function addScripts(path: string, pages: string | null): Promise<readonly string[]> {
  const text = await readText(path);
  if (text === null) return [];
  const manifest = parseObject(text);
  const own = manifest?.scripts ?? {};
  if (!manifest || typeof own !== 'object') return [];
  const missing = Object.entries(scripts(pages)).filter(([name]) => !(name in own));
  if (!missing.length) return [];
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const edited = { ...manifest, scripts: { ...own, ...Object.fromEntries(missing) } };
  writeAtomic(path, JSON.stringify(edited, null, indent) + (/\r?\n$/.exec(text)?.[0] ?? ''));
  return missing.map(([name]) => name);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // A package.json that npm cannot read either is not for fx to mend.
  }
}

/** A site that is built is served by what builds it, and shows drafts as they are published. */
const lookAt = ({ pages, address }: SiteFolders): string =>
  pages === null
    ? `fx apply, then fx list --site ${address} while your site runs: a link for each variant`
    : `${`fx dev ${pages}`.padEnd(14)}  see the example in preview; fx create makes your own`;

/** What lies beside the pages is easily deployed with them. */
const beside = ({ pages }: SiteFolders): string =>
  pages === '.'
    ? `
Your pages lie beside experiments/ and fx.config.yaml. Leave both out of what you deploy: whoever has the token can look at drafts.
`
    : '';

const nextSteps = (site: SiteFolders): string => `
Next:
  1. First into the head of your pages, with the address of your collector:
${snippets({ collect: COLLECT_URL })
  .fixed.split('\n')
  .map((line) => `       ${line}`)
  .join('\n')}
     Where somebody signs up, the page calls fx.push(['track', 'signup']): what counts is yours to name.
  2. ${lookAt(site)}
  3. fx collect      receive events, in a terminal of its own
  4. fx resume example, then fx apply: it runs, published to ${site.target}
     It changes the first h1 of your home page. As a draft it is published too, and only preview links show it;
     fx archive example, or taking its file away, leaves it out.
  5. fx results      read what it did
fx serve does all of this in a browser, for people without a terminal.
${beside(site)}
node_modules/fx-tag/docs/start.md goes through it, sites.md beside it has the lines for Shopify, WordPress, Next and others.`;
