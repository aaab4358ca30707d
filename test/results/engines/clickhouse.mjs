/** ClickHouse's own engine behind the few parts of its HTTP interface that fx uses. Prints its port. */

import { createServer } from 'node:http';

const { Session } = await import(process.argv[2]);
const session = new Session();

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    const body = Buffer.concat(parts).toString();
    const sql = searchParams.get('query') ? `${searchParams.get('query')}\n${body}` : body;
    try {
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
