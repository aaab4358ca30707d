/** Checks that a server that is killed at any moment ships every event that it accepted, and goes on where it was. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { batch, exposure, post } from '../../collector/events.js';
import { makeFolder } from '../studio.js';
import { startReceiver } from './receiver.js';

const TIMES = process.env.FX_LONG ? 60 : 3;
const CLI = fileURLToPath(new URL('../../../dist/esm/cli/main.js', import.meta.url));

async function start(root: string): Promise<{ child: ChildProcess; collectUrl: string }> {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  return { child, collectUrl: (JSON.parse(text) as { collectUrl: string }).collectUrl };
}

test('every accepted event arrives, however often the server and the receiver fail on the way', async () => {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const sinks = `serve:\n  sinks:\n    - http: ${receiver.url}\n`;
  const root = makeFolder({
    'fx.config.yaml': `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n${sinks}`,
  });
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const accepted: string[] = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const { child, collectUrl } = await start(root);
    // It dies with a batch under way: stored by the receiver, and not yet answered.
    receiver.answer = ({ ids }, response) => {
      receiver.stored.push(...ids);
      if (receiver.stored.length % 3 === 0) child.kill('SIGKILL');
      response.writeHead(204).end();
    };
    for (let at = 0; child.exitCode === null && child.signalCode === null; at++) {
      const ids = Array.from({ length: 7 }, (_, index) => `${turn}-${at}-${index}`);
      const answer = await post(collectUrl, batch(ids.map((id) => exposure({ id })))).catch(() => null);
      if (answer?.status !== 204) break;
      accepted.push(...ids);
      if (accepted.length > (turn + 1) * 3000) child.kill('SIGKILL');
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  receiver.answer = null;
  const last = await start(root);
  await vi.waitFor(
    () => {
      const arrived = new Set(receiver.stored);
      expect(accepted.filter((id) => !arrived.has(id))).toEqual([]);
    },
    { timeout: 60_000, interval: 200 },
  );
  last.child.kill('SIGTERM');
  await once(last.child, 'exit');
  expect(accepted.length).toBeGreaterThan(0);
}, 600_000);
