// What a browser works out of the watermark is what the server would have said, and the draw can be
// checked with code of another hand.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashOfSeed, lineOf as serverLineOf } from '#services/flash/model-line.ts';
import {
  placeOf as serverPlaceOf,
  saleStates,
  type Watermark,
} from '#services/flash/model-watermark.ts';
import { compileMessages } from '../../build-messages.ts';
import { hashOf, lineOf } from './line.ts';
import { placeOf } from './place.ts';
import { sayIn } from './say.ts';
import { hmac, sha256, toHex } from './sha256.ts';
import { viewOf } from './view.ts';

const seedOf = (n: number) => n.toString(16).padStart(64, '0');

test('digests are those of the standard, for every length', () => {
  for (const length of [...Array.from({ length: 130 }, (_, at) => at), 1_000, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) % 256);
    const [digest, keyed] = [createHash('sha256'), createHmac('sha256', bytes.subarray(0, 40))];
    assert.equal(toHex(sha256(bytes)), digest.update(bytes).digest('hex'), `${length} bytes`);
    const mac = toHex(hmac(bytes.subarray(0, 40), bytes));
    assert.equal(mac, keyed.update(bytes).digest('hex'), `${length} bytes with a key`);
  }
});

test('ranks are those of the server, for any sale, seed and number of people', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90_000 }), fc.nat(), fc.nat(), (people, n, one) => {
      const [saleId, seed] = [`sale_${n}`, seedOf(n)];
      const theirs = serverLineOf({ saleId, seed, drawn: people });
      const number = one % (people + 5);
      assert.equal(lineOf({ saleId, seed, people })(number), theirs.rankOf(number));
      assert.equal(hashOf(seed), hashOfSeed(seed));
    }),
    { numRuns: 300 },
  );
});

const count = fc.integer({ min: 0, max: 2_000 });
const marks = fc.record({
  state: fc.constantFrom(...saleStates),
  people: fc.option(fc.integer({ min: 1, max: 900 })),
  released: count,
  ratePerMinute: count,
  measuredPerMinute: fc.option(count),
  allocation: count,
  sold: count,
  held: count,
  refresh_s: fc.integer({ min: 1, max: 60 }),
  seed: fc.nat(),
});

const markOf = ({
  people,
  seed,
  ...rest
}: typeof marks extends fc.Arbitrary<infer T> ? T : never) =>
  ({
    ...rest,
    saleId: 'sale_1',
    version: 1,
    preQueueAt: '2026-11-27T11:30:00.000Z',
    startsAt: '2026-11-27T12:00:00.000Z',
    endsAt: '2026-11-27T13:00:00.000Z',
    seedHash: '',
    draw: people === null ? null : { seed: seedOf(seed), people },
    tickets: 900,
    message: null,
    serverTime: '2026-11-27T11:00:00.000Z',
  }) satisfies Watermark;

const words = compileMessages({
  'queue.out.text': '{total} {count, plural, =0 {none} one {# unit} other {# units}}',
  'queue.message': 'from {time}',
  'queue.wait.ahead': '{count, plural, =0 {next} other {ahead}}',
});
const seen = {
  say: sayIn('en', words),
  time: (iso: string) => iso,
  number: (value: number) => value.toLocaleString('en'),
};

test('places and estimates are those of the server, whatever the document says', () => {
  fc.assert(
    fc.property(marks, fc.nat({ max: 1_500 }), (of, number) => {
      const mark = markOf(of);
      assert.deepEqual(placeOf(mark, number), serverPlaceOf(mark, number));
      const { phase, title } = viewOf(mark, number, seen);
      const place = serverPlaceOf(mark, number).phase;
      assert.equal(phase === 'paused' ? 'waiting' : phase, place, title);
    }),
  );
});

test('it says at once that all is held or sold, and how many may still return', () => {
  const mark = {
    ...markOf({
      state: 'SOLD_OUT',
      people: 900,
      released: 0,
      ratePerMinute: 10,
      measuredPerMinute: null,
      allocation: 10_000,
      sold: 9_688,
      held: 312,
      refresh_s: 2,
      seed: 1,
    }),
  };
  assert.equal(viewOf(mark, 1, seen).text, '10,000 312 units');
  assert.equal(viewOf({ ...mark, held: 1 }, 1, seen).text, '10,000 1 unit');
  assert.equal(viewOf({ ...mark, held: 0 }, 1, seen).text, '10,000 none');
  assert.equal(viewOf(mark, null, seen).phase, 'none');
  const message = { text: 'Late <b>', at: '2026-11-27T12:01:00.000Z' };
  const wanted = { from: `from ${message.at}`, text: 'Late <b>' };
  assert.deepEqual(viewOf({ ...mark, message }, 1, seen).message, wanted);
  assert.deepEqual(viewOf({ ...mark, state: 'ENDED', message }, 1, seen).message, wanted);
});
