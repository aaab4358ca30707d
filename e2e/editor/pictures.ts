/** Takes what a page shows and holds without the editor over it, and tells how far two pictures of it differ. */

import type { Page } from '@playwright/test';

/** The page as visitors see it, without the editor or the badge over it, which go on afterwards. */
export async function picture(page: Page): Promise<Buffer> {
  await page.evaluate(async () => {
    const scope = window as unknown as { badge?: Element | null };
    // The editor comes back where somebody takes it away.
    for (const part of document.querySelector('fx-editor')?.shadowRoot?.children ?? [])
      if (part instanceof HTMLElement) part.style.visibility = 'hidden';
    scope.badge = document.querySelector('fx-badge');
    scope.badge?.remove();
    window.scrollTo({ top: 0, behavior: 'instant' });
    // A picture that was changed just now has to come first.
    await Promise.all([...document.images].map((one) => one.decode().catch(() => undefined)));
  });
  await page.mouse.move(0, 0);
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await page.evaluate(() => {
    for (const part of document.querySelector('fx-editor')?.shadowRoot?.children ?? [])
      if (part instanceof HTMLElement) part.style.visibility = '';
    const { badge } = window as unknown as { badge?: Element | null };
    if (badge) document.documentElement.append(badge);
  });
  return shot;
}

/** What a page holds, the editor aside. */
export const htmlOf = (page: Page): Promise<string> => page.evaluate(() => document.body.outerHTML);

/** The share of pixels that differ by more than a rounding of colours does. */
export async function difference(page: Page, ...pictures: readonly [Buffer, Buffer]): Promise<number> {
  await page.goto('about:blank');
  return page.evaluate(
    async (texts) => {
      const pixels = await Promise.all(
        texts.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
        }),
      );
      const [one = new Uint8ClampedArray(), two = new Uint8ClampedArray()] = pixels;
      if (!one.length || one.length !== two.length) return 1;
      let differing = 0;
      for (let at = 0; at < one.length; at += 4)
        if ([0, 1, 2].some((channel) => Math.abs((one[at + channel] ?? 0) - (two[at + channel] ?? 0)) > 8)) differing++;
      return differing / (one.length / 4);
    },
    pictures.map((picture) => picture.toString('base64')),
  );
}

/** With the same owner on what was put in: in the editor it is the editor, for visitors the experiment. */
export const owned = (text: string): string => text.replace(/data-fx-of="[^"/]*/g, 'data-fx-of="owner');
