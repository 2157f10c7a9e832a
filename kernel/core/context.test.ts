import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { currentContext, eventMeta, observeLamport, runWith, tick } from './context.ts';
import { isId } from './id.ts';

interface Meta {
  correlationId: string;
  causationId: string | null;
  lamport: number;
}

const meta = (): Meta => JSON.parse(eventMeta()) as Meta;

test('a context follows everything its request starts, and nothing else', async () => {
  assert.equal(currentContext(), undefined);
  const seen = await Promise.all(
    ['corr_a', 'corr_b'].map((correlationId) =>
      runWith({ correlationId, sagaId: 'sag_1' }, async () => {
        await turn();
        assert.equal(currentContext()?.sagaId, 'sag_1');
        return [meta().correlationId, meta().correlationId];
      }),
    ),
  );
  assert.deepEqual(seen, [
    ['corr_a', 'corr_a'],
    ['corr_b', 'corr_b'],
  ]);
  assert.equal(currentContext(), undefined);
});

test('event metadata is JSON whatever the client called its request', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string()), (correlationId, cause) => {
      const context = { correlationId, causationId: cause ?? undefined };
      const got = runWith(context, meta);
      assert.deepEqual(Object.keys(got), ['correlationId', 'causationId', 'lamport']);
      assert.equal(got.correlationId, correlationId);
      assert.equal(got.causationId, cause);
    }),
  );
});

test('outside a context each event begins a chain', () => {
  const [one, two] = [meta(), meta()];
  assert.ok(isId('corr', one.correlationId));
  assert.notEqual(one.correlationId, two.correlationId);
  assert.equal(one.causationId, null);
});

test('Lamport time goes up, and above everything received', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat())), (received) => {
      let last = tick();
      for (const at of received) {
        if (at !== null) observeLamport(at);
        const next = meta().lamport;
        assert.ok(next > last && next > (at ?? 0));
        last = next;
      }
    }),
  );
  const far = tick() + 1_000_000;
  assert.ok(runWith({ correlationId: 'corr_1', lamport: far }, meta).lamport > far);
  assert.throws(() => observeLamport(-1));
  assert.throws(() => observeLamport(Number.NaN));
});
