/** Tests which files a command line names. */

import { expect, test } from 'vitest';
import { gatherFiles } from '../../src/files/index.js';

test.each([
  [
    's3://site/events',
    /^s3:\/\/site\/events is no file here: copy it first, as with aws s3 sync s3:\/\/site\/events events\/, or mount/,
  ],
  ['gs://site/events.ndjson.gz', /^gs:\/\/site\/events\.ndjson\.gz is no file here: copy it first or mount it/],
  ['https://me:secret@example.com/a.parquet', /^https:\/\/…@example\.com\/a\.parquet is no file here: copy it first/],
])('the address %s is refused, with what to do instead', async (address, sentence) => {
  await expect(gatherFiles([address])).rejects.toMatchObject({
    code: 'address',
    message: expect.stringMatching(sentence),
  });
});

test('standard input is taken as it is named', async () => {
  expect(await gatherFiles(['-', '-'])).toEqual(['-']);
});
