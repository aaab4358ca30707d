/**
 * Checks that a page that the back-forward cache kept, or a player that the page moves, is what it would be without
 * fx.
 */

import type { Manifest } from '../../../src/core/index.js';
import { test as base, expect, manifestOf, withOps } from '../../harness/index.js';
import { type Bare, bare, createRemote } from '../../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'living/alive';
const AWAY = '/away';
const put = { op: 'injectHTML', value: '<s class="put">put</s>', all: true } as const;
/** Changes on the box around what lives, and beside it: none replaces what the page says. */
const manifest = manifestOf(
  withOps(
    'a',
    { op: 'addClass', selector: '.box', value: 'new', all: true },
    { op: 'setStyle', selector: '.live', name: 'color', value: 'rgb(1, 2, 3)', all: true },
    { ...put, selector: '.box', position: 'afterbegin' },
    { ...put, selector: '.live', position: 'afterend' },
  ),
);
const twins: readonly Manifest[] = [manifest, manifestOf()];
const STATE = `JSON.stringify({
  fields: ['typed', 'long', 'chosen'].map((id) => document.getElementById(id).value),
  ticked: document.getElementById('ticked').checked,
  open: document.querySelector('details').open,
  popped: document.getElementById('popover').matches(':popover-open'),
  scrolled: document.getElementById('scroller').scrollTop,
  edited: document.getElementById('edited').firstChild.data,
  seen: [seen.connected, seen.disconnected, seen.loads],
  elements: [...document.querySelectorAll('body *:not(.put)')].map((it) => it.localName + '#' + it.id).join(' '),
})`;

test('a page that comes back from the back-forward cache is as its twin without fx', async ({
  open,
  publish,
  site,
}) => {
  const told: unknown[] = [];
  for (const [index, manifest] of twins.entries()) {
    const [page, away] = [createRemote(site, `page${index}`), createRemote(site, `away${index}`)];
    site.answer(`${AWAY}${index}`, { body: `<!doctype html>${away.script}` });
    const noted = `<script>
      addEventListener('pageshow', (event) => event.persisted && navigator.sendBeacon('/back${index}'));
    </script>`;
    await open(
      publish({
        feature,
        path: `/kept${index}`,
        manifest,
        headers: { 'cache-control': 'private' },
        before: page.script + noted,
      }),
    );
    await page.until('seen.loads', 1);
    await page.run(`
      document.getElementById('typed').value = 'Ada';
      document.getElementById('long').value = 'a long text';
      document.getElementById('ticked').checked = true;
      document.getElementById('chosen').value = 'c';
      document.querySelector('details').open = true;
      document.getElementById('popover').showPopover();
      document.getElementById('scroller').scrollTop = 120;
      document.getElementById('edited').firstChild.data = 'Edited';
      0`);
    const before = await page.run(STATE);
    await page.leave(`${AWAY}${index}`);
    await away.run('void setTimeout(() => history.back())');
    // What is asked of a page that is put away would have it thrown out of the cache.
    await expect
      .poll(() => site.requests.filter((request) => request === `POST /back${index}`).length, { timeout: 60_000 })
      .toBe(1);
    await page.run('document.querySelector("main").append(document.createElement("i")), 0');
    await page.run('document.querySelector("main > i").remove(), 0');
    const after = await page.run(STATE);
    expect(after).toBe(before);
    expect(await page.run('document.querySelectorAll(".put").length > 0')).toBe(index === 0);
    expect(await page.run('errors')).toEqual([]);
    told.push(after);
  }
  expect(told[0]).toBe(told[1]);
});

test('a player that the page moves plays on, or stops, as it does without fx', async ({ page, visit }) => {
  const told: unknown[] = [];
  for (const manifest of twins) {
    await visit({ feature, manifest });
    await page.evaluate(startPlayers);
    told.push(await page.evaluate(movePlayers));
    expect(await page.locator('main > section > .put').count()).toBe(manifest.experiments.length ? 36 : 0);
  }
  expect(told[0]).toEqual(told[1]);
  const plays = [false, false, false, false, true, true];
  expect(told[1]).toMatchObject({ video: plays, audio: plays });
});

/** A video of a canvas and a second of silence that begins again, in one box. */
const startPlayers = async (): Promise<void> => {
  const context = (document.getElementById('canvas') as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
  context.fillRect(0, 0, 20, 20);
  const video = document.getElementById('video') as HTMLVideoElement;
  video.srcObject = context.canvas.captureStream();
  const seconds = new DataView(new ArrayBuffer(44 + 8000));
  const write = (at: number, text: string): void =>
    new Uint8Array(seconds.buffer).set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  seconds.setUint32(4, seconds.byteLength - 8, true);
  write(8, 'WAVEfmt ');
  for (const [at, value] of [
    [16, 16],
    [20, 0x10001],
    [24, 8000],
    [28, 8000],
    [32, 0x80001],
  ] as const)
    seconds.setUint32(at, value, true);
  write(36, 'data');
  seconds.setUint32(40, 8000, true);
  for (let at = 44; at < seconds.byteLength; at++) seconds.setUint8(at, 128);
  const audio = Object.assign(document.createElement('audio'), {
    className: 'live',
    id: 'audio',
    loop: true,
    muted: true,
  });
  audio.src = URL.createObjectURL(new Blob([seconds], { type: 'audio/wav' }));
  video.after(audio);
  await Promise.all([video.play(), audio.play()]);
};

/**
 * Whether each player is paused after the page moved its box by `moveBefore`, put something before it and into it,
 * moved it as of old, took it out and put it back.
 */
const movePlayers = async (): Promise<Record<string, boolean[]>> => {
  const frames = (): Promise<void> =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
  const main = document.querySelector('main') as HTMLElement & { moveBefore(node: Node, child: Node | null): void };
  const players = [...document.querySelectorAll<HTMLMediaElement>('video, audio')];
  const box = players[0]?.parentElement as Element;
  const steps = [
    () => main.moveBefore(box, main.firstElementChild),
    () => box.before(document.createElement('i')),
    () => box.append(document.createElement('i')),
    () => main.append(box),
    () => box.remove(),
    () => main.append(box),
  ];
  const said: Record<string, boolean[]> = { video: [], audio: [] };
  for (const step of steps) {
    step();
    await frames();
    await frames();
    for (const player of players) said[player.localName]?.push(player.paused);
  }
  return said;
};
