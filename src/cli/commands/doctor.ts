/**
 * Runs `fx doctor`: looks at a page: is the tag there, where it works, and what may it do; at the selectors of a file;
 * or at a target.
 */

import { buildExperiment } from '../../authoring/index.js';
import { parseManifest } from '../../core/index.js';
import { type Check, diagnose, fetchBytes, openPage, type PageOptions, scoreSelectors } from '../../doctor/index.js';
import { findOverlooked, overlookedFile, Refusal, readBytes, withoutSecrets } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { example, type Setup, targetOf } from '../command.js';
import { overlookedText, validAt } from '../problems.js';
import { checkTarget } from '../targetchecks.js';
import type { Terminal } from '../terminal.js';

interface Options extends PageOptions {
  readonly manifest?: string;
  readonly to?: string;
}

/** An address may end like that, too. */
const YAML = /^(?!https?:).*\.ya?ml$/i;
const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

export const setup: Setup = (command, io) => {
  command
    .argument('[page]', 'an address, an HTML file, a folder with an index.html, or a YAML file of experiments')
    .option('--url <url>', 'the address that the file will have')
    .option('--root <directory>', 'the folder that / means for a file (default: where the file is)')
    .option('--manifest <file>', 'the manifest, a file or an address, where the page does not lead to it')
    .option(
      '--to <target>',
      'look at a target in place of a page: a directory, an address, or a name in fx.config.yaml',
    )
    .addHelpText(
      'after',
      example(
        'fx doctor https://www.example.com/',
        'fx doctor public',
        'fx doctor experiments/pricing.yaml',
        'fx doctor --to live',
      ),
    )
    .action(async (page: string | undefined, options: Options) => {
      const { terminal } = io;
      const { name, findings } = await examine(terminal, page, options);
      const failures = findings.filter(({ level }) => level === 'fail').length;
      if (failures) io.exit(1);
      if (terminal.isJson) return terminal.json('doctor', { ...name, healthy: !failures, findings });
      const { green, yellow, red } = terminal.paint;
      const colours = { ok: green, warn: yellow, fail: red };
      for (const { level, message } of findings) terminal.data(`${colours[level](SIGNS[level])} ${message}`);
      terminal.say(lastLine(failures, findings.filter(({ level }) => level === 'warn').length));
    });
};

/** A selector that finds nothing, or a page without data-collect, may be meant so: only the reader knows. */
function lastLine(failures: number, warnings: number): string {
  if (failures) return `${plural(failures, 'thing')} to correct.`;
  if (!warnings) return 'Nothing to correct.';
  return `Nothing to correct if the ${warnings === 1 ? 'line with ! is as you want it' : `${warnings} lines with ! are as you want them`}.`;
}

interface Examined {
  /** What was looked at. */
  readonly name: { readonly page: string } | { readonly target: string };
  readonly findings: readonly Check[];
}

/** @throws Refusal where neither a page nor a target is named, or both are */
async function examine(terminal: Terminal, page: string | undefined, options: Options): Promise<Examined> {
  const { to } = options;
  if ((page === undefined) === (to === undefined)) {
    const words = 'Name one thing to look at: a page or a file, as in fx doctor public, or a target by --to.';
    throw new Refusal(words, 'usage');
  }
  if (page === undefined) {
    requireNoPage(options, 'a target');
    const { directory } = await targetOf(to, 'fx doctor');
    const target = withoutSecrets(directory);
    const findings = await terminal.busy(`Asking ${target}`, () => checkTarget(directory));
    return { name: { target }, findings: [...findings, ...(await overlookedHere())] };
  }
  const itself = isWebAddress(page) ? null : await overlookedFile(page);
  if (itself) throw new Refusal(overlookedText(itself), 'overlooked');
  if (!YAML.test(page)) return { name: { page }, findings: await examinePage(terminal, page, options) };
  requireNoPage(options, 'a file of experiments');
  return { name: { page }, findings: await examineFile(terminal, page) };
}

/** What nobody publishes to a target, as it is not read. */
const overlookedHere = async (): Promise<Check[]> =>
  (await findOverlooked(DEFAULT_DIRECTORY)).map((one) => ({
    level: 'warn',
    code: 'overlooked',
    message: overlookedText(one),
  }));

/** Of a page, its experiments included. */
async function examinePage(terminal: Terminal, from: string, options: Options): Promise<readonly Check[]> {
  const page = await terminal.busy(`Fetching ${from}`, () => openPage(from, options));
  return terminal.busy('Looking at what it names', async () =>
    diagnose(page, { manifest: await readManifest(options.manifest), now: Date.now() }),
  );
}

/** @throws Refusal where an option is given that says something of a page */
function requireNoPage({ url, root, manifest }: Options, what: string): void {
  const given = Object.entries({ url, root, manifest }).find(([, value]) => value !== undefined)?.[0];
  if (given === undefined) return;
  const words = `--${given} is of a page: ${what} is looked at without one, so leave it out.`;
  throw new Refusal(words, 'usage');
}

/** Of a file of experiments, archived ones included, what its selectors are worth: that needs no page. */
async function examineFile(terminal: Terminal, from: string): Promise<readonly Check[]> {
  const { valid } = await validAt(terminal, from);
  return scoreSelectors([...valid.sources.values()].map(({ raw }) => buildExperiment(raw)));
}

const isWebAddress = (from: string): boolean => /^https?:\/\//i.test(from);

/** The text of the manifest that was named, null where none was. */
async function readManifest(from: string | undefined): Promise<string | null> {
  if (from === undefined) return null;
  const bytes = isWebAddress(from) ? await fetchBytes(new URL(from)) : await readBytes(from);
  const text = bytes?.toString('utf8') ?? null;
  if (text !== null && parseManifest(text)) return text;
  throw new Refusal(
    `There is no manifest in ${from}: name the manifest.json of a target, or its address.`,
    'no-manifest',
  );
}
