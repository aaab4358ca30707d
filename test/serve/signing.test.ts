/**
 * Checks that a server that has the key signs what Studio, the API and the guard publish; one that has none leaves a
 * signed target alone.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pausePublished } from '../../src/publishing/index.js';
import { makeKey, readSigner, type Signer } from '../../src/publishing/signing.js';
import { createServer } from '../../src/sdk/server/index.js';
import { createPublications } from '../../src/serve/publications.js';
import { openRecord } from '../../src/serve/record.js';
import { openWorkspace } from '../../src/serve/workspace.js';
import { makeFolder, RUNNING } from './studio.js';

const author = { name: 'Ada', email: 'ada@shop.example' };
const newSigner = (): Signer => {
  const signer = readSigner(makeKey());
  if (!signer) throw new Error('A new key is none');
  return signer;
};

/** A folder, with what is published there and whether a server with the key takes it. */
function open() {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING });
  const record = openRecord(join(root, 'record.ndjson'), Date.now);
  const read = (name: string): string => readFileSync(join(root, 'public/fx', name), 'utf8');
  return {
    target: join(root, 'public/fx'),
    publications: (signer?: Signer) => createPublications(openWorkspace(join(root, 'experiments')), record, { signer }),
    async takenBy({ key }: Signer) {
      const fx = createServer({ key, onProblem: () => undefined });
      await fx.use(read('manifest.json'), read('manifest.json.sig'));
      return fx.manifest?.experiments.map(({ id, status = 'running' }) => `${id} ${status}`);
    },
  };
}

test('with the key it publishes, pauses and rolls back what servers take', async () => {
  const signer = newSigner();
  const { publications, takenBy, target } = open();
  const desk = publications(signer);
  expect(await desk.publish({ author })).toMatchObject({ ok: true });
  expect(await takenBy(signer)).toEqual(['price running']);
  const options = { say: () => undefined, signer: desk.signer };
  expect(await pausePublished(target, ['price'], options)).toMatchObject({ ok: true, value: ['price'] });
  expect(await takenBy(signer)).toEqual(['price paused']);
  expect(await desk.rollback({ author })).toMatchObject({ ok: true });
  expect(await takenBy(signer)).toEqual(['price running']);
});

test('it signs what was published without, and with a key that takes the place of another', async () => {
  const { publications, takenBy } = open();
  const [old, next] = [newSigner(), newSigner()];
  await publications().publish({ author });
  for (const signer of [old, next]) {
    expect(await publications(signer).publish({ author })).toMatchObject({ ok: true });
    expect(await takenBy(signer)).toEqual(['price running']);
  }
});

test('without the key it leaves a signed target alone, and says how it is published', async () => {
  const signer = newSigner();
  const { publications, takenBy } = open();
  await publications(signer).publish({ author });
  const refused = await publications().rollback({ author });
  expect(refused.ok).toBe(false);
  expect(await publications().toggle({ author }, false)).toMatchObject({ ok: true });
  expect(await takenBy(signer)).toEqual(['price running']);
});
