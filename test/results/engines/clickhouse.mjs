/** Runs ClickHouse's own engine behind the few parts of its HTTP interface that fx uses. Prints its port. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { Session } = await import(process.argv[2]);
// Left to itself the engine makes a folder that it never deletes.
const folder = mkdtempSync(join(tmpdir(), 'fx-clickhouse-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());
const session = new Session(folder);
let lastId = null;

/** A server keeps temporary tables to a session. This one has a single session: another id begins without them. */
function beginSession(id) {
  if (id === null || id === lastId) return;
  lastId = id;
  const names = session.query('SELECT name FROM system.tables WHERE is_temporary', 'TabSeparated');
  for (const name of names.split('\n').filter(Boolean)) session.query(`DROP TEMPORARY TABLE ${name}`);
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    const body = Buffer.concat(parts).toString();
    const sql = searchParams.get('query') ? `${searchParams.get('query')}\n${body}` : body;
    try {
      beginSession(searchParams.get('session_id'));
      const answer = session.query(sql, searchParams.get('default_format') ?? 'TabSeparated');
      response.writeHead(200).end(answer);
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  });
});
// Whoever asks makes up a million events between two questions.
server.keepAliveTimeout = 600_000;
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// A server whose test is gone must not stay.
process.stdin.on('end', () => process.exit()).resume();
