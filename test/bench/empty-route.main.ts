import { fastify } from 'fastify';

/** The yardstick: a route that reads a body and answers as many bytes, and does nothing. */
const server = fastify({ logger: false });
const body = JSON.stringify({ pad: ' '.repeat(150) });
server.post('/v1/adverse-actions', async (_request, reply) =>
  reply.type('application/json').send(body),
);
await server.listen({ host: '127.0.0.1', port: Number(process.env.BENCH_PORT) });
process.once('SIGTERM', () => void server.close());
