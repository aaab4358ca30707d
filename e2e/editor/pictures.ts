/** Pictures of a page without the editor over it, and how far two of them differ. */

import type { Page } from '@playwright/test';

/** The page as visitors see it, without the editor over it. */
export async function picture(page: Page): Promise<Buffer> {
  await page.evaluate(() => {
    const host = document.querySelector('fx-editor');
    if (host) host.remove();
    window.scrollTo(0, 0);
  });
  await page.mouse.move(0, 0);
  return page.screenshot({ animations: 'disabled' });
}

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
