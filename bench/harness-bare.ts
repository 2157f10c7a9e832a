// Run as a child process: the least that a Fastify server does for a request.
import Fastify from 'fastify';

const body = process.env['BENCH_BODY'] ?? '{}';
const app = Fastify({ logger: false });
app.get('/', (_request, reply) => {
  void reply.header('content-type', 'application/json').send(body);
});
await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
