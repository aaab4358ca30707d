/** What there is to say about a page that was read, without any server. */

import { expect, test } from 'vitest';
import { type Check, diagnose, type LoadedPage } from '../../src/doctor/index.js';

const page = (html: string, more: Partial<LoadedPage> = {}): LoadedPage => ({
  url: new URL('https://shop.example/'),
  html,
  isFile: false,
  cookies: [],
  policies: [],
  reported: [],
  load: () => Promise.resolve(null),
  ...more,
});
const examine = (html: string, more: Partial<LoadedPage> = {}): Promise<Check[]> =>
  diagnose(page(html, more), { manifest: null, now: 0 });

test.each([
  ['a comment', '<head><!-- <script src="/fx/container.js"></script> --></head>'],
  ['a template', '<head><template><script src="/fx/container.js"></script></template></head>'],
  ['CDATA', '<svg><![CDATA[<script src="/fx/container.js"></script>]]></svg>'],
])('a tag in %s is not there', async (_, html) => {
  expect((await examine(html)).map(({ code }) => code)).toEqual(['tag']);
});

test('what a page or its manifest writes stays inside of its sentence', async () => {
  const src = 'x.js?\n✓ Nothing to correct.';
  const findings = await examine(`<head><script src="${src}"></script><script src="/fx/container.js"></script></head>`);
  expect(findings.filter(({ message }) => message.includes('\n'))).toEqual([]);
  expect(findings.some(({ message }) => message.includes('\\n✓ Nothing to correct'))).toBe(true);
});

test.each(['<a', '<script src=', '<script src="', '<div>'])('a page of forty kilobytes of %s is read', async (part) => {
  const started = process.cpuUsage();
  await examine(part.repeat(40_000 / part.length));
  // It took over a minute; the limit leaves room for a machine that is busy with other work.
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
});
