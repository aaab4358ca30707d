/** Tests `fx doctor` on what comes along with a page: policies and cookies. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { examine, FETCHED, page, TAG } from './examined.js';

const strict = (policy: string) => ({ 'Content-Security-Policy': policy });

test('under a strict policy that lists no Trusted Types a container may do everything', async () => {
  const { fails, oks, say } = await examine(
    page(TAG),
    strict("default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"),
  );
  expect(oks).toEqual(expect.arrayContaining(['js', 'css', 'collect']));
  expect(fails).toEqual([]);
  expect(say('html')[0]).toContain('Recipes may use HTML.');
});

test('Trusted Types that leave fx out forbid HTML', async () => {
  const { fails, say } = await examine(
    page(TAG),
    strict("require-trusted-types-for 'script'; trusted-types dompurify"),
  );
  expect(fails).toEqual(['html', 'experiment']);
  expect(say('experiment')).toContain('ops runs for nobody on this page: it uses HTML, which the policy blocks.');
  expect((await examine(page(TAG), strict("require-trusted-types-for 'script'; trusted-types fx"))).fails).toEqual([]);
});

test.each([
  ['a policy without eval', "script-src 'self'", ['js', 'experiment']],
  ['one with eval', "script-src 'self' 'unsafe-eval'", []],
  ['one that names hosts', 'script-src https://cdn.example', ['script-src', 'js', 'experiment']],
  [
    'one that lets the tag connect nowhere',
    "script-src 'self' 'unsafe-eval'; connect-src https://other.example",
    ['collect', 'manifest'],
  ],
  ['two, of which one forbids', "script-src 'self' 'unsafe-eval', script-src 'self'", ['js', 'experiment']],
])('a fetched manifest under %s', async (_, policy, fails) => {
  expect((await examine(page(FETCHED), strict(policy))).fails).toEqual(fails);
});

test('a nonce lets js run without eval', async () => {
  const tag = FETCHED.replace('script ', 'script nonce="abc" ');
  expect((await examine(page(tag), strict("script-src 'nonce-abc' 'strict-dynamic'"))).fails).toEqual([]);
  expect((await examine(page(tag), strict("script-src 'nonce-other'"))).fails).toContain('script-src');
});

test('a policy in a meta element counts, a report-only one is named', async () => {
  const meta = `<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;">`;
  expect((await examine(page(meta + FETCHED))).fails).toEqual(['js', 'experiment']);
  const reported = await examine(page(FETCHED), { 'Content-Security-Policy-Report-Only': "script-src 'none'" });
  expect([reported.fails, reported.warns.includes('report-only')]).toEqual([[], true]);
});

test.each<[string, string | readonly string[], string]>([
  ['as it should be', `_fx=${'a'.repeat(32)}.abc.; Max-Age=34560000; Secure; SameSite=Lax`, 'oks'],
  ['for the session', `_fx=${'a'.repeat(32)}.abc.`, 'warns'],
  ['that the tag cannot read', `_fx=${'a'.repeat(32)}.abc.; Max-Age=1; HttpOnly`, 'fails'],
  ['of another form', '_fx=hello; Max-Age=1', 'fails'],
  ['twice', ['_fx=0; Max-Age=1', '_fx=0; Path=/a; Max-Age=1'], 'fails'],
])('a server that sets the cookie %s', async (_, cookie, level) => {
  const found = await examine(page(TAG), { 'Set-Cookie': cookie });
  expect(found[level as 'oks' | 'warns' | 'fails']).toContain('server-cookie');
});

test('cookies of others are no business of fx, and a domain that is not the page is refused', async () => {
  const { say } = await examine(page(TAG), { 'Set-Cookie': '_fxx=1; HttpOnly' });
  expect(say('server-cookie')).toEqual([]);
  const found = await examine(page(TAG.replace('data-collect', 'data-cookie-domain="shop.example" data-collect')));
  expect(found.fails).toEqual(['cookies']);
});

const LINE = '<script>window.fx = window.fx || []</script>';
const HASH = `sha256-${createHash('sha256').update('window.fx = window.fx || []').digest('base64')}`;
const CONTAINED = "script-src 'self'; connect-src 'self'";

test('a policy that blocks the inline line before the tag is said, with the ways out', async () => {
  const { fails, say } = await examine(page(LINE + TAG), strict(CONTAINED));
  expect(fails).toEqual(['queue-policy']);
  expect(say('queue-policy')).toEqual([
    `The policy blocks the line window.fx = window.fx || []: give its script a nonce that script-src names, add '${HASH}' to script-src, or leave the line out and write window.fx?.push(…) where the page calls fx.`,
  ]);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${CONTAINED.replaceAll("'", '&#39;')}">`;
  expect((await examine(page(meta + LINE + TAG))).fails).toEqual(['queue-policy']);
});

test.each([
  ['its nonce', LINE.replace('>', ' nonce="abc">'), "script-src 'self' 'nonce-abc'"],
  ['its hash', LINE, `script-src 'self' '${HASH}'`],
  [
    'its hash, whatever the ends of lines',
    LINE.replace(/(?<=t>)|(?=<\/)/g, '\r\n'),
    `script-src 'self' '${hashOfLines()}'`,
  ],
  ['inline scripts', LINE, "script-src 'self' 'unsafe-inline'"],
  ['all', LINE, "img-src 'self'"],
  ['nothing inline, of which there is none', '', "script-src 'self'"],
  ['nothing inline, and it is data', LINE.replace('>', ' type="application/json">'), "script-src 'self'"],
])('a policy that allows %s blocks no line', async (_, line, policy) => {
  expect((await examine(page(line + TAG), strict(policy))).say('queue-policy')).toEqual([]);
});

test('of a longer script that calls fx the way out is a file', async () => {
  for (const call of ["fx.push(['track', 'signup'])", "fx.track('signup')"]) {
    const { say } = await examine(page(`${TAG}<script>${call}</script>`), strict(`script-src 'self' '${HASH}'`));
    expect(say('queue-policy')[0]).toMatch(
      /^The policy blocks an inline script that calls fx: .* or move it into a file\.$/,
    );
  }
});

test.each([
  ['waits for consent', '<script type="text/plain" data-consent="marketing">window.fx = window.fx || []</script>'],
  ['is a template', '<script type="text/x-template">fx.push([])</script>'],
  ['has fx in a comment', '<script>/* formerly window.fx */ start() // fx.push()</script>'],
  ['has fx in a text', `<script>log("window.fx, fx.push('a')")</script>`],
  ['has an fx of its own', '<script>var fx={a(){},on(){}};fx.a();fx.on()</script>'],
  ['is given an fx', '<script>(function (fx) { fx.on() })(jQuery.fx)</script>'],
  ['lists effects', '<script>(function () { var fx = []; fx.push(1) })()</script>'],
  ['imports an fx', '<script type="module">import { fx } from "/effects.js"; fx.reset()</script>'],
  ['calls what fx has not', '<script>fx.blink()</script>'],
])('a policy blocks no script that %s', async (_, script) => {
  expect((await examine(page(script + TAG), strict(CONTAINED))).say('queue-policy')).toEqual([]);
});

test.each([
  ['', '"Module"', 'window.fx?.push([])'],
  [' of a MIME type', '"application/x-javascript"', "window['fx'] = []"],
  [' without a type', '""', 'fx?.push([])'],
])('a script%s is run, and blocked, where it calls fx', async (_, type, code) => {
  const { fails } = await examine(page(`${TAG}<script type=${type}>${code}</script>`), strict(CONTAINED));
  expect(fails).toEqual(['queue-policy']);
});

test.each([
  ['cannot be read', 'fx.push(['],
  ['may make the queue', "var fx = fx || []; fx.push(['track', 'signup'])"],
])('a blocked script that %s is a warning', async (_, code) => {
  const { fails, warns, say } = await examine(page(`${TAG}<script>${code}</script>`), strict(CONTAINED));
  expect(fails).toEqual([]);
  expect(warns).toContain('queue-policy');
  expect(say('queue-policy')[0]).toMatch(/^The policy blocks an inline script that may call fx: /);
});

test('several blocked scripts are counted, and the ways out are for all', async () => {
  const calls = ["fx.push(['track', 'a'])", "fx.push(['track', 'b'])", "fx.push(['track', 'c'])"];
  const scripts = calls.map((call) => `<script>${call}</script>`);
  const hashes = ['window.fx = window.fx || []', ...calls.slice(0, 2)].map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  const three = await examine(page(LINE + TAG + scripts.slice(0, 2).join('')), strict(CONTAINED));
  expect(three.say('queue-policy')).toEqual([
    `The policy blocks 3 inline scripts that call fx, the line window.fx = window.fx || [] among them: give each a nonce that script-src names, add ${hashes.join(' ')} to script-src, or move them into files.`,
  ]);
  const allowed = await examine(
    page(LINE + TAG + scripts.slice(0, 2).join('')),
    strict(CONTAINED.replace("'self'", `'self' ${hashes.join(' ')}`)),
  );
  expect(allowed.say('queue-policy')).toEqual([]);
  const four = await examine(page(LINE + TAG + scripts.join('')), strict(CONTAINED));
  expect(four.say('queue-policy')[0]).toMatch(/^The policy blocks 4 .*: give each a nonce that .*, or move them .*$/);
  expect(four.say('queue-policy')[0]).not.toContain('sha256');
});

test('a page without the tag, or without the line, is told so before it has the line', async () => {
  const bare = await examine(page(''), strict("script-src 'self'"));
  expect([bare.fails, bare.warns]).toEqual([['tag'], ['queue-policy']]);
  expect(bare.say('queue-policy')[0]).toContain('would block the line window.fx = window.fx || [], as it is inline');
  expect((await examine(page(''))).warns).toEqual([]);
});

/** With a line feed before and behind. */
function hashOfLines(): string {
  return `sha256-${createHash('sha256').update('\nwindow.fx = window.fx || []\n').digest('base64')}`;
}
