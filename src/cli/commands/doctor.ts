/** `fx doctor`: looks at a page: is the tag there, where it works, and what may it do. */

import { parseManifest } from '../../core/index.js';
import { diagnose, fetchBytes, openPage, type PageOptions } from '../../doctor/index.js';
import { Refusal, readBytes } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { example, type Setup } from '../command.js';

const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

export const setup: Setup = (command, io) => {
  command
    .argument('<page>', 'an address, an HTML file, or a folder with an index.html')
    .option('--url <url>', 'the address that the file will have')
    .option('--root <directory>', 'the folder that / means for a file (default: where the file is)')
    .option('--manifest <file>', 'the manifest, a file or an address, where the page does not lead to it')
    .addHelpText('after', example('fx doctor https://www.example.com/', 'fx doctor public'))
    .action(async (from: string, options: PageOptions & { readonly manifest?: string }) => {
      const { terminal } = io;
      const page = await terminal.busy(`Fetching ${from}`, () => openPage(from, options));
      const findings = await terminal.busy('Looking at what it names', async () =>
        diagnose(page, { manifest: await readManifest(options.manifest), now: Date.now() }),
      );
      const failures = findings.filter(({ level }) => level === 'fail').length;
      if (failures) io.exit(1);
      if (terminal.isJson) return terminal.json('doctor', { page: from, healthy: !failures, findings });
      const { green, yellow, red } = terminal.paint;
      const colours = { ok: green, warn: yellow, fail: red };
      for (const { level, message } of findings) terminal.data(`${colours[level](SIGNS[level])} ${message}`);
      terminal.say(failures ? `${plural(failures, 'thing')} to correct.` : 'Nothing to correct.');
    });
};

/** The text of the manifest that was named, null where none was. */
async function readManifest(from: string | undefined): Promise<string | null> {
  if (from === undefined) return null;
  const bytes = /^https?:\/\//i.test(from) ? await fetchBytes(new URL(from)) : await readBytes(from);
  const text = bytes?.toString('utf8') ?? null;
  if (text !== null && parseManifest(text)) return text;
  throw new Refusal(
    `There is no manifest in ${from}: name the manifest.json of a target, or its address.`,
    'no-manifest',
  );
}
