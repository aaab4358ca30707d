/** Checks that a start that fails leaves nothing open. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makeFolder, startStudio } from './studio.js';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const listen = async (port: number): Promise<number> => {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done, fail) => server.on('error', fail).listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};

test('a start whose second port is taken gives the first port back', async () => {
  const port = await listen(0);
  const collectPort = await listen(0);
  await new Promise((done) => servers[0]?.close(done));
  await expect(startStudio(makeFolder(), { port, collectPort })).rejects.toThrow(`Port ${collectPort} is taken`);
  await expect(listen(port)).resolves.toBe(port);
});
