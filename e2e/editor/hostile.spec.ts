/** Tries the editor on pages that hide, cover, silence or restyle what is on them, with a real mouse and keyboard. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '../harness/index.js';
import { htmlOf } from './pictures.js';
import { open, panel, startFolder, test, yamlIn } from './shop.js';

interface Hostile {
  readonly words: string;
  readonly css?: string;
  readonly body?: string;
  readonly script?: string;
  readonly isForced?: boolean;
}

const MAIN = '<main><h1 class="headline">Good paper</h1><p class="lead">Made to be written on.</p></main>';
const CAUGHT = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'focusin', 'focusout', 'paste'];

const PAGES: readonly Hostile[] = [
  { words: 'whose content hears no mouse', css: 'main { pointer-events: none }' },
  {
    words: 'with a sheet above all that nobody sees and no mouse meets',
    body: `${MAIN.replace('<main>', '<main inert>')}<div style="position: fixed; inset: 0; opacity: 0; pointer-events: none">Later</div>`,
  },
  { words: 'of which nothing hears the mouse', css: 'html { pointer-events: none }' },
  { words: 'whose content is inert', body: MAIN.replace('<main>', '<main inert>') },
  { words: 'whose body is inert', script: 'document.body.inert = true' },
  { words: 'in which nothing can be selected', css: '* { user-select: none !important; -webkit-user-select: none }' },
  {
    words: 'with a sheet above all, which lets the mouse through',
    body: `${MAIN}<div style="position: fixed; inset: 0; z-index: 2147483647; pointer-events: none"></div>`,
  },
  { words: 'that is hidden, but for its content', css: 'html { visibility: hidden } main { visibility: visible }' },
  { words: 'that is transparent until later', css: 'html { opacity: 0.01 }' },
  {
    words: 'that is written from top to bottom, in capitals',
    css: 'html { writing-mode: vertical-rl; text-transform: uppercase; letter-spacing: 1em; line-height: 4; font-size: 40px; cursor: none }',
  },
  { words: 'that contains everything', css: 'html, body { contain: strict; height: 100%; content-visibility: auto }' },
  { words: 'that turns on itself', css: 'body { transform: rotate(180deg) scale(0.9); will-change: transform }' },
  {
    words: 'that stops every key on the way down',
    script: `for (const type of ${JSON.stringify(CAUGHT)}) window.addEventListener(type, (event) => event.stopPropagation(), true)`,
  },
  {
    words: 'that takes the focus back whenever it is lost',
    script: `document.querySelector('main').tabIndex = 0; document.addEventListener('focusin', (event) => { if (!document.querySelector('main').contains(event.target)) document.querySelector('main').focus(); }, true)`,
  },
  {
    words: 'that stops every press on the document',
    script: `for (const type of ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'pointermove', 'mousemove', 'mouseover']) document.addEventListener(type, (event) => { if (event.target.localName !== 'fx-editor') { event.stopImmediatePropagation(); event.preventDefault(); } }, true)`,
  },
  { words: 'in forced colours', isForced: true },
];

for (const { body = MAIN, css = '', isForced = false, script = '', words } of PAGES)
  test(`a page ${words}`, async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), 'fx-hostile-'));
    const dir = join(folder, 'site');
    await mkdir(dir);
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Odd</title><style>${css}</style></head><body>${body}<script>${script}</script></body></html>`;
    await writeFile(join(dir, 'index.html'), html);
    const edited = await startFolder(dir);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(`${error}`));
    if (isForced) await page.emulateMedia({ forcedColors: 'active' });
    await open(page, edited);
    const before = await htmlOf(page);
    await panel(page).getByRole('button', { name: 'Pick an element' }).click();
    const box = await page.locator('.headline').boundingBox();
    await page.mouse.click((box?.x ?? 0) + Math.min(20, (box?.width ?? 0) / 2), (box?.y ?? 0) + (box?.height ?? 0) / 2);
    const field = panel(page).getByLabel('New text', { exact: true });
    await expect(field).toHaveValue('Good paper');
    await field.click({ clickCount: 3 });
    await page.keyboard.type('Better paper');
    await expect(page.locator('.headline')).toHaveText('Better paper');
    await panel(page).getByRole('button', { name: 'Apply' }).click();
    expect(await yamlIn(page)).toContain('value: "Better paper"');
    if (isForced) {
      // Colours do not tell any more which one is chosen.
      const drawn = ['Text', 'Style'].map((name) =>
        panel(page)
          .getByRole('button', { name, exact: true })
          .evaluate((button) => getComputedStyle(button).textDecorationLine),
      );
      expect(await Promise.all(drawn)).toEqual(['underline', 'none']);
    }
    await page.keyboard.down('Alt');
    await page.keyboard.down('KeyC');
    await expect(page.locator('.headline')).toHaveText('Good paper');
    await page.keyboard.up('KeyC');
    await page.keyboard.up('Alt');
    await expect(page.locator('.headline')).toHaveText('Better paper');
    await panel(page).getByRole('button', { name: 'Undo' }).click();
    expect(await htmlOf(page)).toBe(before);
    expect(errors).toEqual([]);
    await edited.close();
    await rm(folder, { recursive: true });
  });
