/** `fx doctor`: looks at a page: is the tag there, where it works, and what may it do. */

import { example, type Setup } from '../command.js';
import { readElements } from '../html.js';
import { openPage, type Page, type PageOptions } from '../page.js';
import { checkPermissions, permissionsOf, policiesOf } from '../permission.js';
import { checkAbsence, checkPlacement, type Finding, findTag } from '../placement.js';
import { plural } from '../print.js';
import { checkExperiments } from '../prospect.js';

const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

export const setup: Setup = (command, io) => {
  command
    .argument('<page>', 'an address, or an HTML file')
    .option('--url <url>', 'the address that the file will have')
    .option('--root <directory>', 'the folder that / means for a file (default: where the file is)')
    .addHelpText('after', example('fx doctor https://www.example.com/', 'fx doctor public/index.html --root public'))
    .action(async (from: string, options: PageOptions) => {
      const { terminal } = io;
      const page = await terminal.busy(`Fetching ${from}`, () => openPage(from, options));
      const findings = await terminal.busy('Looking at what it names', () => diagnose(page));
      const failures = findings.filter(({ level }) => level === 'fail').length;
      if (failures) io.exit(1);
      if (terminal.isJson) return terminal.json('doctor', { page: from, healthy: !failures, findings });
      const { green, yellow, red } = terminal.paint;
      const colours = { ok: green, warn: yellow, fail: red };
      for (const { level, message } of findings) terminal.data(`${colours[level](SIGNS[level])} ${message}`);
      terminal.say(failures ? `${plural(failures, 'thing')} to correct.` : 'Nothing to correct.');
    });
};

async function diagnose(page: Page): Promise<Finding[]> {
  const elements = readElements(page.html);
  const { tag, count } = await findTag(page, elements);
  if (!tag) return checkAbsence(elements);
  const policies = policiesOf(page, elements);
  const permissions = permissionsOf(page, elements, tag, policies);
  return [
    ...checkPlacement(page, elements, tag, count),
    ...checkPermissions(page, elements, tag, policies, permissions),
    ...checkExperiments(tag, page.url, permissions, Date.now()),
  ];
}
