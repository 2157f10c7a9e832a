// Routes with large bodies take so many at once, of all and of one caller, and refuse the others
// before their bodies are read; who goes away makes room.
import assert from 'node:assert/strict';
import { request, type ClientRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { Type } from 'typebox';
import { anonymous } from '#kernel/http/principal.ts';
import { route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';

let server: HttpServer;
let port: number;
let taken = 0;

before(async () => {
  server = httpServer({
    port: 0,
    production: false,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    limits: null,
    authenticate: async ({ headers }) => ({
      ...anonymous,
      kind: 'user' as const,
      id: String(headers['authorization']),
    }),
    rooms: [
      {
        name: 'bytes',
        routes: [
          route({
            method: 'POST',
            path: '/bytes',
            summary: 'Take some bytes',
            audience: 'user',
            owner: 'none',
            limit: 'none',
            idempotency: 'none',
            consumes: ['application/octet-stream'],
            atOnce: { all_max: 3, each_max: 2 },
            replies: { 200: Type.Object({ bytes: Type.Integer() }) },
            errors: [],
            handle: (req) => {
              taken += 1;
              return { bytes: req.raw.length };
            },
          }),
        ],
      },
    ],
  });
  ({ port } = await server.listen());
});
after(() => server.stop());

interface Sending {
  sent: ClientRequest;
  status: Promise<number>;
}

/** Sends the head and half of a body; the other half comes with `finish`. */
function begin(who: string): Sending {
  const sent = request({
    port,
    method: 'POST',
    path: '/api/v1/bytes',
    agent: false,
    headers: {
      authorization: who,
      'content-type': 'application/octet-stream',
      'content-length': '8',
    },
  });
  const status = new Promise<number>((resolve) => {
    sent.on('response', (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sent.on('error', () => resolve(0));
    sent.setTimeout(60_000, () => sent.destroy());
  });
  sent.write('half');
  return { sent, status };
}

const finish = async ({ sent, status }: Sending) => {
  sent.end('rest');
  return status;
};
/** So many are under way, soon. */
async function under(count: number): Promise<void> {
  for (let tries = 0; server.inFlight() !== count; tries += 1) {
    assert.ok(tries < 12_000, `never ${count} under way, but ${server.inFlight()}`);
    await new Promise((wake) => setTimeout(wake, 5));
  }
}

test('one caller has its share, all together theirs; whoever ends or goes makes room', async () => {
  const [one, two] = [begin('ada'), begin('ada')];
  await under(2);
  assert.equal(await begin('ada').status, 503, 'the third of one caller, its body half sent');
  const other = begin('bob');
  await under(3);
  assert.equal(await begin('cid').status, 503, 'the fourth of all');
  assert.equal(taken, 0, 'no body was taken in yet');
  assert.equal(await finish(one), 200);
  const next = begin('ada');
  await under(3);
  two.sent.destroy();
  await under(2);
  const last = begin('cid');
  await under(3);
  for (const sending of [other, next, last]) assert.equal(await finish(sending), 200);
  assert.equal(taken, 4);
});
