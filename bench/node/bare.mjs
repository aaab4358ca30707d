/** Starts a node:http server that reads a body, answers 204 and stores nothing: no collector can be faster. */

import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ collectUrl: `http://127.0.0.1:${server.address().port}/collect` })}\n`),
);
