// Run as a child process: the least that a server does for a request that it refuses.
import { createServer } from 'node:http';

const body = JSON.stringify({ status: 503, code: 'overloaded' }).padEnd(300);
const headers = {
  'content-type': 'application/problem+json',
  'content-length': body.length,
  'retry-after': '2',
};
const door = createServer((request, response) => {
  request.resume();
  response.writeHead(503, headers).end(body);
});
door.keepAliveTimeout = 60_000;
door.listen(0, '127.0.0.1', () => {
  const address = door.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
