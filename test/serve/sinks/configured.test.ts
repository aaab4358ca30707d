/** Checks what `serve.sinks` of the configuration may say, and what is said of what it may not. */

import { describe, expect, test } from 'vitest';
import { readSinks } from '../../../src/serve/sinks/index.js';

describe('the configuration of sinks', () => {
  const env = { DATABASE_URL: 'postgres://u:p@db/fx', SECRET: 's' };
  test('takes secrets from the environment', () => {
    expect(
      readSinks([{ postgres: '$DATABASE_URL' }, { http: 'https://a.example/in', secret: '$SECRET' }], env),
    ).toEqual([
      { is: 'postgres', url: 'postgres://u:p@db/fx', table: 'raw' },
      { is: 'http', url: 'https://a.example/in', secret: 's' },
    ]);
  });
  test.each<[unknown, string]>([
    [{}, 'serve.sinks must be a list'],
    [[1], 'serve.sinks[0] must be a list of sinks'],
    [[{ kafka: 'x' }], 'serve.sinks[0] must be a list of sinks'],
    [[{ http: 'https://a.example', parquet: 'x' }], 'serve.sinks[0] must be a list of sinks'],
    [[{ http: 'file:///etc/passwd' }], 'serve.sinks[0].http must be an address'],
    [[{ postgres: 'http://db' }], 'serve.sinks[0].postgres must be an address such as postgres://'],
    [[{ postgres: '$NOTHING' }], 'NOTHING is not set there'],
    [[{ clickhouse: 'http://c', table: 'a; DROP TABLE b' }], 'serve.sinks[0].table must be a name'],
    [[{ http: 'https://a.example', tabel: 'x' }], 'serve.sinks[0].tabel must be one of http, secret'],
  ])('%j is refused', (value, sentence) => {
    const read = readSinks(value, env);
    expect('must' in read && `${read.field} must be ${read.must}`).toContain(sentence);
  });
});
