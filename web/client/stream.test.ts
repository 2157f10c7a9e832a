// Streams over real HTTP: what arrives, what is asked for again, what ends, what rests.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { eventParser, followStream, type StreamEvent, type StreamOptions } from './stream.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
/** What the server does with the nth request; the last one for all that follow. */
let script: Handle[] = [];
let asked: IncomingMessage[] = [];
const stops: (() => void)[] = [];

before(async () => {
  server = createServer((request, response) => {
    const handle = script[Math.min(asked.length, script.length - 1)];
    asked.push(request);
    handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  server.closeAllConnections();
});

after(() => server.close());

const sse = (response: ServerResponse, text: string) => {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(text);
};

function follow(handles: Handle[], more: Partial<StreamOptions> = {}) {
  script = handles;
  asked = [];
  const events: StreamEvent[] = [];
  const states: string[] = [];
  const problems: (string | undefined)[] = [];
  const stop = followStream({
    url: `${origin}/events`,
    fetch: (url, init) => fetch(url, init),
    onEvent: (event) => events.push(event),
    onState: (state, problem) => {
      states.push(state);
      if (state === 'ended') problems.push(problem?.code);
    },
    retry_ms: 10,
    ...more,
  });
  stops.push(stop);
  return { events, states, problems, stop };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!holds()) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('events come in any pieces with any line ends; unknown fields are left out', () => {
  const text =
    ': hello\r\nid: 7\r\nevent: order\r\ndata: {"a":\r\ndata: 1}\r\n\r\n' +
    'data: second\n\nretry: 2000\nfoo: bar\n\nid\ndata\n\n' +
    'event: none\n\ndata: ü\rdata:  x\r\r\n';
  const whole = parsed([text]);
  assert.deepEqual(whole.events, [
    { id: '7', type: 'order', data: '{"a":\n1}' },
    { id: '7', type: 'message', data: 'second' },
    { id: '', type: 'message', data: '' },
    { id: '', type: 'message', data: 'ü\n x' },
  ]);
  assert.deepEqual(whole.retries, [2000]);
  assert.deepEqual(parsed(text.split('')), whole, 'one character at a time');
});

function parsed(pieces: string[]) {
  const events: StreamEvent[] = [];
  const retries: number[] = [];
  const parse = eventParser({
    event: (event) => events.push(event),
    retry: (ms) => retries.push(ms),
  });
  for (const piece of pieces) parse(piece);
  return { events, retries };
}

test('an event that does not end is given up before it costs memory', () => {
  const parse = eventParser({ event: () => undefined, retry: () => undefined });
  assert.throws(() => {
    for (let n = 0; n < 400; n += 1) parse('data: '.padEnd(1_000, 'x'));
  }, /does not end/);
});

test('a lost line is taken up again with the id of the last event, and longer pauses', async () => {
  const of = follow([
    (_, response) => {
      sse(response, 'retry: 20\n\nid: 3\nevent: order\ndata: a\n\n');
      setTimeout(() => response.destroy(), 20);
    },
    (_, response) => response.destroy(),
    (_, response) => response.writeHead(503, { 'content-type': 'application/json' }).end('{}'),
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('a portal'),
    (_, response) => sse(response, 'id: 4\nevent: order\ndata: b\n\n'),
  ]);
  await until('both events are there', () => of.events.length === 2);
  assert.deepEqual(
    of.events.map((event) => [event.id, event.data]),
    [
      ['3', 'a'],
      ['4', 'b'],
    ],
  );
  const ids = asked.map((request) => request.headers['last-event-id']);
  assert.deepEqual(ids, [undefined, '3', '3', '3', '3']);
  assert.equal(of.states.at(-1), 'live');
  assert.equal(of.states.filter((state) => state === 'live').length, 2);
});

test('a line without a beat is dead', async () => {
  const silent: Handle = (_, response) => sse(response, 'id: 1\ndata: a\n\n');
  const of = follow([silent, silent], { silence_ms: 60 });
  await until('it asks again', () => asked.length >= 2);
  assert.equal(asked[1]?.headers['last-event-id'], '1');
  const beating: Handle = (_, response) => {
    const beat = setInterval(() => sse(response, ': still here\n\n'), 20);
    response.on('close', () => clearInterval(beat));
  };
  of.stop();
  follow([beating], { silence_ms: 100 });
  await rest(300);
  assert.equal(asked.length, 1, 'beats keep it');
});

test('an old token is renewed once; without another one it ends and says so', async () => {
  const gate: Handle = (request, response) => {
    if (request.headers.authorization === 'Bearer fresh') sse(response, 'data: in\n\n');
    else {
      const body = JSON.stringify({ code: 'not-authenticated', status: 401, title: 'x' });
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(body);
    }
  };
  const token = () => Promise.resolve('old');
  const renewed = follow([gate], { token, renew: () => Promise.resolve('fresh') });
  await until('it is let in', () => renewed.events.length === 1);
  assert.equal(asked.length, 2);
  const out = follow([gate], { token, renew: () => Promise.resolve(null) });
  await until('it ends', () => out.states.includes('ended'));
  assert.deepEqual(out.problems, ['not-authenticated']);
  await rest(60);
  assert.equal(asked.length, 1, 'nothing is asked after the end');
});

test('what is not there is not asked for again', async () => {
  for (const status of [404, 410, 204]) {
    const of = follow([(_, response) => response.writeHead(status).end()]);
    await until(`${status} ends it`, () => of.states.includes('ended'));
    await rest(40);
    assert.equal(asked.length, 1);
  }
});

test('a server that is full says when to come back', async () => {
  const of = follow([
    (_, response) => response.writeHead(503, { 'retry-after': '1' }).end(),
    (_, response) => sse(response, 'data: in\n\n'),
  ]);
  await rest(300);
  assert.equal(asked.length, 1);
  await until('it comes back', () => of.events.length === 1);
});

test('in the background it rests after a while and goes on where it was', async () => {
  let hidden = false;
  const listeners = new Set<() => void>();
  const turn = (now: boolean) => {
    hidden = now;
    for (const listener of listeners) listener();
  };
  const onlooker = {
    hidden: () => hidden,
    watch: (changed: () => void) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  let open = 0;
  const of = follow(
    [
      (_, response) => {
        open += 1;
        response.on('close', () => (open -= 1));
        sse(response, 'id: 9\ndata: a\n\n');
      },
    ],
    { onlooker, grace_ms: 80 },
  );
  await until('it is live', () => of.events.length === 1);
  turn(true);
  await rest(20);
  turn(false);
  await rest(120);
  assert.deepEqual([open, asked.length], [1, 1], 'a short look elsewhere changes nothing');
  turn(true);
  await until('it rests', () => of.states.at(-1) === 'paused' && open === 0);
  await rest(60);
  assert.equal(asked.length, 1);
  turn(false);
  await until('it is back', () => asked.length === 2 && of.states.at(-1) === 'live');
  assert.equal(asked[1]?.headers['last-event-id'], '9');
  of.stop();
  await until('nothing is left', () => open === 0 && listeners.size === 0);
});
