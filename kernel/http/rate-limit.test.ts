import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Load, nextAllowed, placesFor, Room, turnOf } from '#kernel/http/overload.ts';
import { rateLimiter, SlidingWindow, TokenBucket, type Limits } from '#kernel/http/rate-limit.ts';

const someone = { identity: 'usr_1', address: '10.0.0.1' };

describe('a sliding window', () => {
  it('never lets more through within its length than it says, whenever they come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 8 }), (steps, requests_max) => {
        const window = new SlidingWindow({ requests_max, window_s: 10 });
        const taken: number[] = [];
        let now_ms = 0;
        for (const step of steps) {
          now_ms += step;
          const { allowed, wait_ms } = window.take('a', now_ms);
          if (allowed) taken.push(now_ms);
          else assert.ok(wait_ms > 0 && wait_ms <= 20_000);
        }
        // Weighed counts are off by as much as the window before was uneven: never twice as many.
        for (const from of taken) {
          const within = taken.filter((at) => at >= from && at < from + 10_000).length;
          assert.ok(within < 2 * requests_max || within <= 1, `${within} of ${requests_max}`);
        }
      }),
    );
  });

  it('has no edge at which twice as many pass at once', () => {
    const window = new SlidingWindow({ requests_max: 10, window_s: 10 });
    const at = (now_ms: number) => window.take('a', now_ms).allowed;
    const before = Array.from({ length: 10 }, () => at(9_900)).filter(Boolean).length;
    const after = Array.from({ length: 10 }, () => at(10_100)).filter(Boolean).length;
    assert.deepEqual([before, after], [10, 0]);
    assert.equal(at(15_000), true, 'half of them are out of reach by now');
    assert.equal(window.take('b', 15_000).allowed, true, 'somebody else');
  });

  it('says how long to wait, and then it is enough', () => {
    for (const [count, moment] of [
      [3, 2_000],
      [3, 9_999],
      [7, 5_000],
    ] as const) {
      const window = new SlidingWindow({ requests_max: count, window_s: 10 });
      for (let n = 0; n < count; n += 1) window.take('a', moment);
      const { allowed, wait_ms } = window.take('a', moment);
      assert.equal(allowed, false);
      assert.equal(window.take('a', moment + wait_ms + 1).allowed, true);
    }
  });
});

describe('a token bucket', () => {
  it('lets a burst through and then its pace', () => {
    const bucket = new TokenBucket({ per_s: 2, burst: 3 });
    const at = (now_ms: number) => bucket.take('a', now_ms).allowed;
    assert.deepEqual([at(0), at(0), at(0), at(0)], [true, true, true, false]);
    assert.deepEqual([at(499), at(500), at(501)], [false, true, false]);
    const { wait_ms } = bucket.take('a', 501);
    assert.ok(wait_ms > 490 && wait_ms < 500, `${wait_ms}`);
    assert.deepEqual([at(60_000), at(60_000), at(60_000), at(60_000)], [true, true, true, false]);
  });

  it('is exact in the long run, whatever the moments', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (steps) => {
        const bucket = new TokenBucket({ per_s: 1, burst: 4 });
        let now_ms = 0;
        let passed = 0;
        for (const step of steps) {
          now_ms += step;
          if (bucket.take('a', now_ms).allowed) passed += 1;
        }
        assert.ok(passed <= 4 + now_ms / 1_000);
      }),
    );
  });
});

describe('limits of callers', () => {
  const plain = { requests_max: 1_000, window_s: 60 };
  const pace = { identity: { per_s: 1, burst: 2 }, address: { per_s: 10, burst: 5 } };
  const limits: Limits = { read: plain, write: plain, auth: plain, checkout: { ...plain, pace } };

  it('meet a person by their pace, and an address however many guests it makes', () => {
    let now_ms = 0;
    const limiter = rateLimiter(limits, () => now_ms);
    const take = (identity: string, address = '10.0.0.1') =>
      limiter.take('checkout', { identity, address }).hit?.by;
    assert.deepEqual([take('a'), take('a'), take('a')], [undefined, undefined, 'identity']);
    assert.deepEqual([take('b'), take('c'), take('d')], [undefined, undefined, 'address']);
    assert.equal(take('e', '10.0.0.2'), undefined, 'another address');
    now_ms = 1_000;
    assert.equal(take('a'), undefined);
    const over = limiter.take('checkout', someone);
    assert.equal(over.hit, undefined);
    for (let n = 0; n < 9; n += 1) limiter.take('checkout', { ...someone, identity: `x${n}` });
    const { hit, policy, retryAfter_ms } = limiter.take('checkout', someone);
    assert.deepEqual(hit, { limit: 'checkout-pace', requests_max: 5, window_s: 1, by: 'address' });
    assert.equal(policy, '"checkout-pace";q=5;w=1');
    assert.ok(retryAfter_ms > 0 && retryAfter_ms <= 100);
  });

  it('remember a bounded number of callers', () => {
    const limiter = rateLimiter({ ...limits, read: { requests_max: 1, window_s: 60 } }, () => 0);
    const read = (n: number) => limiter.take('read', { identity: undefined, address: `${n}` });
    for (let n = 0; n < 100_001; n += 1) read(n);
    assert.equal(read(100_000).allowed, false);
    assert.equal(read(0).allowed, true, 'the one who was seen first is forgotten first');
  });
});

describe('what may be under way', () => {
  const look = (busy: number, done: number, underWay = 0) => {
    return { busy, done, underWay, elapsed_ms: 200 };
  };

  const idle = { allowed: 2_000, per_s: 0, looks: 0, stuck: 0 };

  it('is what is answered in time while the core is full, and grows again when it is not', () => {
    let state = idle;
    for (let n = 0; n < 4; n += 1) state = nextAllowed(state, look(0.99, 100), 2_000);
    assert.equal(state.allowed, 2_000, 'a burst is no overload');
    for (let n = 0; n < 20; n += 1) state = nextAllowed(state, look(0.99, 100), 2_000);
    assert.equal(state.allowed, 200, 'five hundred a second, 0.4 seconds');
    for (let n = 0; n < 8; n += 1) state = nextAllowed(state, look(0.5, 50), 2_000);
    assert.deepEqual([state.allowed, state.looks], [2_000, 0]);
  });

  it('is not cut by slow neighbours, nor to nothing by one odd look', () => {
    const waiting = nextAllowed({ ...idle, per_s: 50 }, look(0.2, 1), 2_000);
    assert.equal(waiting.allowed, 2_000);
    let state = { ...idle, per_s: 1_000, looks: 9 };
    state = nextAllowed(state, look(1, 0), 2_000);
    assert.equal(state.allowed, 1_000);
    for (let n = 0; n < 30; n += 1) state = nextAllowed(state, look(1, 0), 2_000);
    assert.equal(state.allowed, 128);
  });

  it('is what is answered in time where answers are late and the pace holds', () => {
    let state = { ...idle, per_s: 800 };
    const late = look(0.6, 160, 1_500);
    for (let n = 0; n < 4; n += 1) state = nextAllowed(state, late, 2_000);
    assert.equal(state.allowed, 2_000, 'a burst is no overload');
    for (let n = 0; n < 20; n += 1) state = nextAllowed(state, late, 2_000);
    assert.equal(state.allowed, 320, 'eight hundred a second, 0.4 seconds');
    for (let n = 0; n < 50; n += 1) state = nextAllowed(state, look(0.6, 160, 320), 2_000);
    assert.equal(state.allowed, 320, 'as long as they wait so long there are no more');
    for (let n = 0; n < 8; n += 1) state = nextAllowed(state, look(0.6, 160, 100), 2_000);
    assert.deepEqual([state.allowed, state.looks], [2_000, 0]);
  });

  it('bears with a neighbour that stands still for a moment, and not for ever', () => {
    let state: typeof idle = { ...idle, per_s: 800, allowed: 1_800, looks: 9 };
    const still = look(0.1, 0, 1_800);
    for (let n = 0; n < 25; n += 1) state = nextAllowed(state, still, 2_000);
    const { allowed, per_s, stuck } = state;
    assert.deepEqual([allowed, per_s, stuck], [1_800, 800, 25], 'five seconds say nothing');
    const back = nextAllowed(state, look(0.5, 400, 100), 2_000);
    assert.deepEqual([back.stuck, back.looks, back.allowed], [0, 0, 2_000], 'and it is back');
    for (let n = 0; n < 30; n += 1) state = nextAllowed(state, still, 2_000);
    assert.equal(state.allowed, 128);
    for (let n = 0; n < 30; n += 1) state = nextAllowed(state, look(0.1, 4, 1_500), 2_000);
    assert.equal(state.allowed, 128, 'one that has become slow is no longer stuck');
    for (let n = 0; n < 30; n += 1) state = nextAllowed(state, look(0.3, 100, 60), 2_000);
    assert.equal(state.allowed, 2_000);
  });

  it('asks each route how long it makes people wait', () => {
    const load = new Load();
    const looks = (underWay: number, done: number) => {
      for (let n = 0; n < 20; n += 1) {
        Object.assign(load, { underWay, done });
        load.look(200);
      }
      return load.isLate;
    };
    assert.equal(looks(80, 40), false, 'two hundred a second: it takes 0.4 s');
    assert.equal(looks(110, 40), true, 'it takes 0.55 s');
    assert.equal(looks(60, 40), true, 'and is late until it is well below');
    assert.equal(looks(40, 40), false);
    assert.equal(looks(7, 0), false, 'a few may be large ones');
    assert.equal(looks(8, 0), true);
  });

  it('has places for who holds something, fewer for who is about to, fewest for the others', () => {
    const room = new Room(100, () => 0);
    const turns = (['first', 'next', 'new'] as const).map((turn) => room.allowed(turn));
    room.stop();
    assert.deepEqual(turns, [100, 88, 75]);
    const cut = (['first', 'next', 'new'] as const).map((turn) => placesFor(turn, 128, 2_000));
    assert.deepEqual(cut, [1_024, 384, 128], 'whoever pays is turned away last');
    const of = (audience: 'guest' | 'admin' | 'webhook', turn?: 'next') =>
      turnOf({ audience, ...(turn && { turn }) });
    const said = [of('guest'), of('guest', 'next'), of('admin'), of('webhook')];
    assert.deepEqual(said, ['new', 'next', 'first', 'first']);
  });
});
