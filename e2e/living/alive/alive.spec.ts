/**
 * Checks that what is alive in a page lives on in elements that fx changes: each is held against a twin of the page
 * without experiments.
 */

import { expect, painted, test } from '../../harness/index.js';
import { compare, disturb, feature, twins } from './twin.js';

interface Seen {
  readonly loads: number;
  readonly drags: string[];
  readonly composed: string[];
}

test('what was typed, ticked and chosen stays, and so do focus, selection and undo', async ({ page, visit }) => {
  const told = await compare(page, visit, async () => {
    await page.check('#ticked');
    await page.selectOption('#chosen', 'c');
    await page.fill('#long', 'a long text');
    await page.focus('#typed');
    await page.keyboard.type('Ada Love');
    await disturb(page);
    await page.keyboard.type('lace');
    await page.keyboard.press('Shift+ArrowLeft');
    await disturb(page);
    await page.keyboard.press('Delete');
    return page.evaluate(() => {
      const input = document.activeElement as HTMLInputElement;
      const [ticked, chosen, long] = ['ticked', 'chosen', 'long'].map((id) => document.getElementById(id)) as [
        HTMLInputElement,
        HTMLSelectElement,
        HTMLTextAreaElement,
      ];
      return [input.id, input.value, input.selectionStart, ticked.checked, chosen.value, long.value];
    });
  });
  expect(told).toEqual(['typed', 'Ada Lovelac', 11, true, 'c', 'a long text']);
});

test('a text that is being edited, or composed with an input method, goes on', async ({ page, visit }) => {
  const told = await compare(page, visit, async () => {
    await page.click('#edited');
    await page.keyboard.press('End');
    await page.keyboard.type(' now');
    await disturb(page);
    await page.keyboard.type(', please');
    const edited = await page.textContent('#edited');
    await page.focus('#typed');
    await page.evaluate(() => {
      for (const type of ['compositionstart', 'compositionend'])
        addEventListener(type, () => (window as unknown as { seen: Seen }).seen.composed.push(type));
    });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await disturb(page);
    await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await disturb(page);
    await cdp.send('Input.insertText', { text: '日本' });
    await cdp.detach();
    return [edited, await page.inputValue('#typed'), await page.evaluate('seen.composed')];
  });
  expect(told).toEqual(['Edit me now, please', '日本', ['compositionstart', 'compositionend']]);
});

test('what is open stays open, and what scrolled stays where it is', async ({ page, visit }) => {
  const told = await compare(page, visit, async () => {
    await page.click('#details summary');
    await page.evaluate(() => {
      (document.getElementById('popover') as HTMLElement).showPopover();
      (document.getElementById('dialog') as HTMLDialogElement).showModal();
      (document.getElementById('scroller') as HTMLElement).scrollTop = 120;
      document.getElementById('inside')?.focus();
    });
    await disturb(page);
    return page.evaluate(() => [
      document.querySelector('details')?.open,
      document.querySelector('#dialog')?.matches(':modal'),
      document.querySelector('#popover')?.matches(':popover-open'),
      document.querySelector('#scroller')?.scrollTop,
      document.activeElement?.id,
      document.querySelector<HTMLElement>('#inert')?.inert,
    ]);
  });
  expect(told).toEqual([true, true, true, 120, 'inside', true]);
});

test('frames, players, canvases, animations and elements with callbacks go on', async ({ page, visit }) => {
  const told = await compare(page, visit, async () => {
    await expect.poll(() => page.evaluate('seen.loads')).toBe(1);
    await page.evaluate(async () => {
      const canvas = document.getElementById('canvas') as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = 'rgb(9, 8, 7)';
      context.fillRect(0, 0, 20, 20);
      const video = document.getElementById('video') as HTMLVideoElement;
      video.srcObject = canvas.captureStream();
      await video.play();
      const fading = document.getElementById('fading') as HTMLElement;
      fading.style.opacity = '0';
      const kept = [...document.getAnimations()];
      const inner = (document.getElementById('frame') as HTMLIFrameElement).contentDocument;
      Object.assign(window, { kept, inner });
    });
    await disturb(page);
    return page.evaluate(() => {
      const { kept, inner, seen } = window as unknown as { kept: Animation[]; inner: Document; seen: Seen };
      const canvas = document.getElementById('canvas') as HTMLCanvasElement;
      return {
        ...seen,
        isPlaying: !(document.getElementById('video') as HTMLVideoElement).paused,
        pixel: [...(canvas.getContext('2d')?.getImageData(3, 3, 1, 1).data ?? [])],
        running: kept.map((one) => one.playState),
        same: document.getAnimations().filter((one) => kept.includes(one)).length,
        isSameFrame: inner === (document.getElementById('frame') as HTMLIFrameElement).contentDocument,
      };
    });
  });
  expect(told).toMatchObject({
    connected: 1,
    disconnected: 0,
    loads: 1,
    isPlaying: true,
    pixel: [9, 8, 7, 255],
    running: ['running', 'running'],
    same: 2,
    isSameFrame: true,
  });
});

test('a drag that is under way ends where it was to end', async ({ page, visit }) => {
  const told = await compare(page, visit, async () => {
    await page.evaluate(() => {
      const { seen } = window as unknown as { seen: Seen };
      document.addEventListener('dragover', (event) => event.preventDefault());
      for (const type of ['dragstart', 'drop', 'dragend'])
        document.addEventListener(type, (event) => seen.drags.push(`${type} ${(event.target as Element).id}`));
    });
    await page.locator('#dragged').scrollIntoViewIfNeeded();
    await page.hover('#dragged');
    await page.mouse.down();
    await page.hover('#drop');
    await disturb(page);
    await page.hover('#drop');
    await page.hover('#drop');
    await page.mouse.up();
    await expect.poll(() => page.evaluate('seen.drags.length')).toBe(3);
    return page.evaluate('seen.drags');
  });
  expect(told).toEqual(['dragstart dragged', 'drop drop', 'dragend dragged']);
});

test('what the page moves, shows by a view transition or keeps in templates and shadows is its own', async ({
  page,
  visit,
}) => {
  const told = await compare(page, visit, async () => {
    const isDone = await page.evaluate(async () => {
      const main = document.querySelector('main') as HTMLElement & {
        moveBefore?(node: Node, child: Node | null): void;
      };
      const box = document.getElementById('frame')?.parentElement as Element;
      // Where there is none the frame loads again on both pages.
      if (main.moveBefore) main.moveBefore(box, main.firstElementChild);
      else main.prepend(box);
      const transition = document.startViewTransition(() => {
        document.getElementById('clock')?.setAttribute('data-step', '2');
        document
          .querySelector('#details')
          ?.parentElement?.after(document.querySelector('#canvas')?.parentElement as Node);
      });
      await transition.finished;
      return true;
    });
    await disturb(page);
    await page.locator('#far').scrollIntoViewIfNeeded();
    return page.evaluate(
      (done) => ({
        done,
        loads: (window as unknown as { seen: Seen }).seen.loads,
        boxes: [...document.querySelectorAll('main > .box')].map((box) => box.querySelector('.live')?.id),
        template: (document.getElementById('template') as HTMLTemplateElement).innerHTML,
        shadow: document.getElementById('shadow')?.shadowRoot?.innerHTML,
        isFarShown: document.getElementById('far')?.checkVisibility({ contentVisibilityAuto: true }),
      }),
      isDone,
    );
  });
  expect(told).toMatchObject({ done: true, template: '<p class="box live">In a template</p>' });
});

test('a document that is opened anew and written is written whole', async ({ page, visit }) => {
  const told: unknown[] = [];
  for (const manifest of twins) {
    await visit({ feature, manifest });
    await page.evaluate(() => {
      document.open();
      document.write(
        '<!doctype html><title>again</title><main><section class="box"><p class="live">written</p></section></main>',
      );
      document.close();
    });
    await painted(page);
    await painted(page);
    told.push(
      await page.evaluate(() =>
        [...document.querySelectorAll('body *')].filter((it) => !it.matches('.put')).map((it) => it.localName),
      ),
    );
  }
  expect(told[0]).toEqual(told[1]);
});
