import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '#kernel/core/refusal.ts';
import { turnOf } from '#kernel/http/overload.ts';
import {
  addressKeyOf,
  mayMove,
  nextPace,
  nextThrottle,
  planRefusal,
  throttle_first,
  type Plan,
} from './model.ts';
import { hashOfSeed, lineOf } from './model-line.ts';
import { readTicket, ticketText } from './model-ticket.ts';
import { estimateOf, placeOf, refreshOf, type Watermark } from './model-watermark.ts';
import { neededOf, unitsOf } from './rehearsal.ts';
import { flashRoutes, type FlashDeps } from './routes.ts';
import { waits } from './waits.ts';

const saleId = 'sale_1';
const seedOf = (n: number) => n.toString(16).padStart(64, '0');

test('every number has a rank of its own, whatever the seed and the number of people', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (drawn, n) => {
      const line = lineOf({ saleId, seed: seedOf(n), drawn });
      const ranks = new Set(Array.from({ length: drawn }, (_, number) => line.rankOf(number)));
      assert.equal(ranks.size, drawn);
      assert.ok([...ranks].every((rank) => rank >= 0 && rank < drawn));
      // What the line has remembered by now changes nothing.
      const number = n % drawn;
      const fresh = lineOf({ saleId, seed: seedOf(n), drawn });
      assert.equal(line.rankOf(number), fresh.rankOf(number));
      assert.equal(line.rankOf(drawn), drawn, 'who comes later stands behind, in order');
      assert.equal(line.rankOf(drawn + 5), drawn + 5);
    }),
    { numRuns: 60 },
  );
});

/** Pearson's statistic of counts that should all be alike. */
function chiSquared(counts: readonly number[]): number {
  const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  return counts.reduce((sum, one) => sum + (one - mean) ** 2 / mean, 0);
}

test('ranks are uniform: the first to come and the last have the same chance of each', () => {
  for (const [drawn, number] of [
    [2, 0],
    [3, 2],
    [7, 0],
    [10, 9],
    [16, 5],
  ] as const) {
    const counts = Array.from({ length: drawn }, () => 0);
    for (let n = 0; n < 300 * drawn; n += 1) {
      const rank = lineOf({ saleId, seed: seedOf(n), drawn }).rankOf(number);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    // Beyond 40 for at most 15 degrees of freedom: less than once in 2,000 runs, and seeds stand.
    assert.ok(chiSquared(counts) < 40, `${drawn}: ${counts.join(' ')}`);
  }
});

test('neighbours are not kept together, and early is no better than late', () => {
  const drawn = 20_000;
  const line = lineOf({ saleId, seed: seedOf(7), drawn });
  const ranks = Array.from({ length: drawn }, (_, number) => line.rankOf(number));
  const tenths = Array.from({ length: 100 }, () => 0);
  ranks.forEach((rank, number) => {
    const cell = Math.floor((number * 10) / drawn) * 10 + Math.floor((rank * 10) / drawn);
    tenths[cell] = (tenths[cell] ?? 0) + 1;
  });
  assert.ok(chiSquared(tenths) < 160, String(chiSquared(tenths)));
  const near = ranks.filter((rank, i) => Math.abs(rank - (ranks[i + 1] ?? -drawn)) < 10).length;
  assert.ok(near < 60, `${near} neighbours stayed near; about 20 do by chance`);
});

test('the line is that of the seed: told once, the same for all, another for another seed', () => {
  const line = (seed: string) => {
    const { rankOf } = lineOf({ saleId, seed, drawn: 5 });
    return [0, 1, 2, 3, 4].map(rankOf);
  };
  assert.deepEqual(line(seedOf(1)), line(seedOf(1)));
  // Written down once: who verifies a draw years later has to find the same.
  assert.equal(JSON.stringify(line('ab'.repeat(32))), KNOWN_LINE);
  assert.notDeepEqual(line('ab'.repeat(32)), line('ac'.repeat(32)));
  assert.equal(hashOfSeed('ab'.repeat(32)), KNOWN_HASH);
});

const KNOWN_LINE = '[4,2,3,0,1]';
const KNOWN_HASH = '9a2db2e23f1504cd056606553ac049c5e718e8f9ce9233876df1a7a1821af885';

const key = 'cd'.repeat(32);
const mine = { key, saleId, person: 'usr_1' };

test('a ticket is its sale’s and its person’s; every other is refused with the reason', () => {
  const text = ticketText(key, {
    saleId,
    number: 41,
    joined_ms: 1_700_000_000_000,
    person: 'usr_1',
  });
  assert.deepEqual(readTicket(text, mine), { saleId, number: 41, joined_ms: 1_700_000_000_000 });
  const why = (given: string, of = mine) => {
    const read = readTicket(given, of);
    return isRefusal(read) ? read.detail['reason'] : 'taken';
  };
  assert.equal(why(text.replace('.41.', '.40.')), 'forged');
  assert.equal(why(text, { ...mine, key: 'ce'.repeat(32) }), 'forged');
  assert.equal(why(text, { ...mine, person: 'usr_2' }), 'other-person');
  assert.equal(why(text, { ...mine, saleId: 'sale_2' }), 'other-sale');
  for (const bad of ['', 'x', text.slice(0, -1), `${text}A`, 'a'.repeat(10_000)]) {
    assert.equal(why(bad), 'malformed', bad.slice(0, 30));
  }
});

test('no change of one letter passes', () => {
  const text = ticketText(key, { saleId, number: 7, joined_ms: 5_000, person: 'usr_1' });
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    // The last letter of 32 bytes in base64url carries two bits that mean nothing.
    if (at === text.length - 1) continue;
    assert.ok(isRefusal(readTicket(changed, mine)), `letter ${at}`);
  }
});

const mark: Watermark = {
  saleId,
  state: 'RUNNING',
  version: 1,
  preQueueAt: '',
  startsAt: '',
  endsAt: '',
  seedHash: '',
  draw: { seed: seedOf(3), people: 100 },
  tickets: 120,
  released: 30,
  ratePerMinute: 60,
  measuredPerMinute: null,
  allocation: 50,
  sold: 5,
  held: 10,
  refresh_s: 2,
  serverTime: '',
  message: null,
};

test('a rehearsal has a share of every thing, and asks for no more than there is', () => {
  const items = [3, 9_997].map((quantity, n) => ({ variantId: `var_${n}`, quantity }));
  assert.deepEqual(
    unitsOf(items, 5_000).map((one) => one.quantity),
    [1, 4_998],
  );
  assert.deepEqual(unitsOf(items, 10_000), items);
  assert.deepEqual([neededOf(60_000, 1), neededOf(61, 50)], [1, 2]);
});

test('a client works out its place and what it may expect', () => {
  const places = Array.from({ length: 120 }, (_, number) => placeOf(mark, number));
  assert.equal(places.filter((one) => one.phase === 'admitted').length, 30);
  assert.deepEqual(placeOf(mark, 110), {
    phase: 'waiting',
    rank: 110,
    ahead: 80,
    estimate_s: null,
  });
  assert.deepEqual(estimateOf(mark, 20), { from: 16, to: 28 });
  assert.deepEqual(estimateOf({ ...mark, measuredPerMinute: 120 }, 20), { from: 8, to: 15 });
  assert.equal(estimateOf({ ...mark, state: 'PAUSED' }, 1), null);
  assert.equal(estimateOf(mark, 35), null, 'there are not units enough, so nobody knows');
  assert.deepEqual(placeOf({ ...mark, draw: null, state: 'PRE_QUEUE' }, 4), {
    phase: 'before-draw',
  });
  const out = placeOf({ ...mark, state: 'SOLD_OUT' }, 119);
  assert.deepEqual(out, { phase: 'sold-out', rank: 119, ahead: 89, mayReturn: 10 });
  assert.equal(placeOf({ ...mark, state: 'ENDED' }, 1).phase, 'ended');
});

test('the more wait, the more seldom each asks, so that asking costs the same', () => {
  assert.equal(refreshOf('RUNNING', 0), 2);
  assert.equal(refreshOf('RUNNING', 20_000), 10);
  assert.equal(refreshOf('RUNNING', 10_000_000), 60);
  assert.equal(refreshOf('ANNOUNCED', 0), 30);
});

test('people are let in at the pace, and never more than there are units for', () => {
  const of = { ratePerMinute: 1_000, elapsed_ms: 1_000, tickets: 1e6, free: 1e4, outstanding: 0 };
  let pace = { released: 0, carry_milli: 0 };
  for (let second = 0; second < 60; second += 1) pace = nextPace(pace, of);
  assert.equal(pace.released, 999, 'a thousandth is lost to rounding each second, at most');
  const few = nextPace({ released: 10, carry_milli: 0 }, { ...of, free: 5, outstanding: 3 });
  assert.equal(few.released, 12);
  assert.equal(nextPace({ released: 10, carry_milli: 0 }, { ...of, tickets: 11 }).released, 11);
  const none = nextPace({ released: 10, carry_milli: 0 }, { ...of, free: 2, outstanding: 5 });
  assert.equal(none.released, 10, 'nobody who is in is put out');
  const late = nextPace({ released: 0, carry_milli: 0 }, { ...of, elapsed_ms: 3_600_000, free: 0 });
  assert.ok(nextPace(late, of).released <= 35, 'a line that stood still does not burst');
});

test('the pace, over any course of events', () => {
  const tick = fc.record({
    ratePerMinute: fc.integer({ min: 0, max: 100_000 }),
    elapsed_ms: fc.integer({ min: 0, max: 5_000 }),
    tickets: fc.integer({ min: 0, max: 5_000 }),
    free: fc.integer({ min: 0, max: 500 }),
    outstanding: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(fc.array(tick, { maxLength: 30 }), (ticks) => {
      let pace = { released: 0, carry_milli: 0 };
      for (const of of ticks) {
        const next = nextPace(pace, of);
        assert.ok(next.released >= pace.released);
        const more = next.released - pace.released;
        assert.ok(more === 0 || more + of.outstanding <= of.free);
        assert.ok(more === 0 || next.released <= of.tickets);
        assert.ok(next.carry_milli >= 0);
        pace = next;
      }
    }),
  );
});

const now = 1_000_000;
const plan: Plan = {
  preQueueAt_ms: now + 1_000,
  startsAt_ms: now + 2_000,
  endsAt_ms: now + 3_000,
  items: [{ variantId: 'var_1', quantity: 10, price_minor: 100 }],
  perPerson: 1,
  perAddress: 2,
};

test('a plan that makes no sense is refused with each reason and its place', () => {
  assert.equal(planRefusal(plan, now), undefined);
  const codes = (of: Partial<Plan>) => {
    const refusal = planRefusal({ ...plan, ...of }, now);
    assert.ok(refusal);
    return (refusal.detail['errors'] as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
  };
  assert.deepEqual(codes({ startsAt_ms: now }), [
    '/startsAt in-the-past',
    '/preQueueAt after-start',
  ]);
  assert.deepEqual(codes({ endsAt_ms: now }), ['/endsAt before-start']);
  assert.deepEqual(codes({ items: [...plan.items, ...plan.items] }), ['/items/1/variantId twice']);
  assert.deepEqual(codes({ perPerson: 3 }), ['/perAddress below-per-person']);
});

test('a sale moves forwards, and back only from a pause or from being sold out', () => {
  assert.ok(mayMove('RUNNING', 'PAUSED') && mayMove('PAUSED', 'RUNNING'));
  assert.ok(mayMove('SOLD_OUT', 'RUNNING'), 'units may return');
  assert.ok(!mayMove('ENDED', 'RUNNING') && !mayMove('DRAFT', 'RUNNING'));
  assert.ok(!mayMove('RUNNING', 'PRE_QUEUE'));
});

test('one address is one, however it is written', () => {
  const of = { line1: '12, Main St.', postalCode: 'AB1 2CD', country: 'GB' };
  const other = { line1: '12 MAIN', line2: 'ST', postalCode: 'ab12cd', country: 'GB' };
  assert.equal(addressKeyOf(of), addressKeyOf(other));
  assert.notEqual(addressKeyOf(of), addressKeyOf({ ...of, line1: '13 Main St' }));
});

test('people are let in more slowly while claims take long, and never too slowly', () => {
  let part = 1;
  part = nextThrottle(part, 80);
  assert.equal(part, 0.8);
  assert.equal(nextThrottle(part, 50), 0.8, 'long, and not too long');
  for (let n = 0; n < 40; n += 1) part = nextThrottle(part, 60_000);
  assert.equal(part, 1 / 16);
  for (let n = 0; n < 19; n += 1) part = nextThrottle(part, 20);
  assert.equal(part, 1, 'after ten seconds it is the plan again');
  part = throttle_first;
  for (let n = 0; n < 7; n += 1) part = nextThrottle(part, 10);
  assert.equal(part, 1, 'a shop with nothing to do is at the plan after four seconds');
});

test('what a claim took on average is told once', () => {
  const taken = waits();
  assert.equal(taken.take(), undefined, 'nobody waited');
  for (const took_ms of [10, 20, 60]) taken.note(took_ms);
  assert.deepEqual([taken.take(), taken.take()], [30, undefined]);
  taken.note(5);
  assert.equal(taken.take(), 5, 'what was told is over');
});

test('while the shop is full, whoever claims is let in before whoever joins', () => {
  // Nothing is asked of them: the routes are only declared.
  const routes = flashRoutes({} as FlashDeps);
  const turn = (path: string) => routes.filter((one) => one.path.endsWith(path)).map(turnOf);
  assert.deepEqual([turn('/claim'), turn('/join')], [['next'], ['new']]);
});
