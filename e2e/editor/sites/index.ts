/**
 * Lists seven kinds of sites, each a folder of pages of its own, and where on them the parts are that tasks are about.
 */

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleServer } from '../../harness/bundle.js';
import { LOOKS, PICTURES, STYLES, type StyleName, shopBody, shopPage } from './pages.js';
import { INKWELL, type Places } from './places.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A kind of site. */
export interface Kind {
  readonly name: string;
  /** Where things are on its home page. */
  readonly at: Places;
  /** Whether it has a counter and a menu, whose state an app holds. */
  readonly isApp: boolean;
  /** Writes its pages into a folder. */
  make(folder: string): Promise<void>;
}

const written = (name: StyleName): Kind => ({
  name,
  at: INKWELL,
  isApp: false,
  make: (folder) => writePages(folder, shopPage(shopBody(STYLES[name](0)))),
});

const app = (name: string, rendered: () => Promise<string>): Kind => ({
  name,
  at: INKWELL,
  isApp: true,
  async make(folder) {
    await bundle(`editor/sites/${name}`);
    const html = `<div id="root">${await rendered()}</div>`;
    await writePages(folder, shopPage(html, '<script src="/app.js"></script>'));
    await writeFile(join(folder, 'app.js'), await readFile(join(ROOT, `.cache/e2e/editor/sites/${name}.js`)));
  },
});

/** All of them. */
export const KINDS: readonly Kind[] = [
  {
    name: 'the demo shop',
    at: {
      title: '.hero h1',
      lead: '.hero .lead',
      action: '.hero .button',
      picture: '.hero img',
      link: 'nav a',
      name: '.card h3',
      list: '.grid',
      card: '.card',
      reviews: '#shop',
    },
    isApp: false,
    async make(folder) {
      await cp(join(ROOT, 'demo'), folder, { recursive: true });
      await rm(join(folder, 'experiments'), { recursive: true });
    },
  },
  app('react', async () =>
    ((await bundleServer('editor/sites/react', 'editor-react')) as { render(): string }).render(),
  ),
  app('svelte', async () => ''),
  written('theme'),
  written('tailwind'),
  written('modules'),
  written('styled'),
];

async function writePages(folder: string, page: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'inkwell.css'), LOOKS);
  for (const [name, text] of Object.entries(PICTURES)) await writeFile(join(folder, name), text);
}
