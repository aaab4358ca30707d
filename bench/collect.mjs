/** Measures how many events `fx serve` takes while Studio is used, beside a bare node:http and a bare Hono server in the same run. */

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const CLI = fileURLToPath(new URL('../dist/esm/cli/main.js', import.meta.url));
const SECONDS = Number(process.env.SECONDS ?? 5);
const CONNECTIONS = 64;
/** Jiffies of Linux. */
const TICKS = 100;

const [role, ...args] = process.argv.slice(2);
if (role === 'node') serveBare();
else if (role === 'hono') await serveHono();
else if (role === 'load') await load(args[0] ?? '', Number(args[1]));
else await main();

/** Reads the body and answers, and stores nothing: no collector can be faster. */
function serveBare() {
  const server = createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
}

async function serveHono() {
  const [{ Hono }, { serve }] = await Promise.all([import('hono'), import('@hono/node-server')]);
  const app = new Hono();
  app.post('/', async (c) => {
    await c.req.text();
    return c.body(null, 204);
  });
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port));
}

/** Posts on so many connections, and says how many posts were answered 204, and how long they took. */
async function load(url, events) {
  const deadline = performance.now() + SECONDS * 1000;
  const times = [];
  let others = 0;
  const sender = async (line) => {
    for (let turn = 0; performance.now() < deadline; turn++) {
      const body = JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 0, events: batch(events, `${line}-${turn}`) });
      const from = performance.now();
      const response = await fetch(url, { method: 'POST', body });
      await response.arrayBuffer();
      if (response.status === 204) times.push(performance.now() - from);
      else others++;
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, line) => sender(line)));
  process.send?.({ posts: times.length, others, seconds: (performance.now() - from) / 1000, p99: at(times, 0.99) });
}

function batch(count, name) {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `${name}-${index}`, type: 'exposure', at: Date.now(), subject: `subject-${name}` },
    ...{ revision: 'r', path: '/', experiment: 'cta', variant: 'green', reason: 'assigned' },
  }));
}

function at(values, share) {
  return values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

/** Seconds of the processor that a process took. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function main() {
  const rows = [];
  for (const events of [1, 50]) {
    for (const [name, start] of [
      ['node:http, nothing stored', () => startBare('node')],
      ['Hono, nothing stored', () => startBare('hono')],
      ['fx serve, each event on disk', () => startServe(false)],
      ['the same while Studio is used', () => startServe(true)],
    ]) {
      const { child, url, stop, look } = await start();
      await warmUp(url, events);
      const before = cpuOf(child.pid);
      const looking = look ? setInterval(look, 200) : null;
      const loader = fork(SELF, ['load', url, String(events)]);
      const [{ posts, others, seconds, p99 }] = await once(loader, 'message');
      if (looking) clearInterval(looking);
      const cpu = cpuOf(child.pid) - before;
      rows.push({ name, events, perSecond: (posts * events) / seconds, perCpu: (posts * events) / cpu, p99, others });
      await stop();
    }
  }
  const text = (value) => Math.round(value).toLocaleString('en');
  process.stdout.write(
    `| server | events a post | events/s | events a CPU second | of node:http | p99 ms | not 204 |\n|---|---|---|---|---|---|---|\n`,
  );
  for (const row of rows) {
    const base = rows.find((one) => one.events === row.events);
    const share = `${Math.round((row.perCpu / base.perCpu) * 100)}%`;
    process.stdout.write(
      `| ${row.name} | ${row.events} | ${text(row.perSecond)} | ${text(row.perCpu)} | ${share} | ${text(row.p99)} | ${row.others} |\n`,
    );
  }
}

/** A server that has just started compiles what it runs: that is paid once, and not by each event. */
async function warmUp(url, events) {
  for (let turn = 0; turn < 300; turn++) {
    const body = JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 0, events: batch(events, `warm-${turn}`) });
    await (await fetch(url, { method: 'POST', body })).arrayBuffer();
  }
}

async function startBare(kind) {
  const child = fork(SELF, [kind]);
  const [port] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}/`, stop: () => end(child) };
}

/** @param isUsed whether somebody opens a page of Studio five times a second */
async function startServe(isUsed) {
  const root = mkdtempSync(join(tmpdir(), 'fx-bench-'));
  mkdirSync(join(root, 'experiments'));
  writeFileSync(join(root, 'fx.config.yaml'), "previewToken: '0123456789abcdef'\ntargets: {live: public/fx}\n");
  const variants = 'variants: [{key: control, name: A}, {key: green, name: B}]\n';
  writeFileSync(join(root, 'experiments/cta.yaml'), `id: cta\nname: Call to action\n${variants}`);
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.trimEnd().endsWith('}')) break;
  }
  const { url, collectUrl, link } = JSON.parse(said);
  const signed = await fetch(link, { redirect: 'manual' });
  const cookie = signed.headers.get('set-cookie').split(';')[0];
  const look = () =>
    fetch(`${url}/experiments/cta`, { headers: { cookie } })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined); // it is being stopped
  return {
    ...{ child, url: collectUrl, look: isUsed ? look : null },
    stop: async () => {
      await end(child);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function end(child) {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
