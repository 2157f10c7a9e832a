import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moved, pressed, scale_max, whole, zoomed, type View } from './view.ts';

test('the point under the finger stays where it is', () => {
  const at = { x: 0.2, y: -0.1 };
  const near = zoomed(whole, 2, at);
  const seen = (view: View) => [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
  assert.deepEqual(seen(near), seen(whole));
  assert.deepEqual(zoomed(near, 0.5, at), whole);
});

test('keys: larger, smaller, whole, and moving what is larger', () => {
  const near = pressed(whole, '+') ?? whole;
  assert.ok(near.scale > 1);
  assert.deepEqual(pressed(near, '0'), whole);
  assert.ok((pressed(near, 'ArrowRight')?.x ?? 0) < 0);
  assert.equal(pressed(whole, 'ArrowRight'), null, 'the whole picture has nowhere to go');
  assert.equal(pressed(whole, 'a'), null);
});

test('whatever is done, the picture fills its frame', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const act = fc.tuple(fc.double({ min: 0.1, max: 8, noNaN: true }), number, number);
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let view: View = whole;
      for (const [factor, x, y] of acts) view = moved(zoomed(view, factor, { x, y }), { x, y });
      assert.ok(view.scale >= 1 && view.scale <= scale_max);
      for (const place of [view.x, view.y]) {
        assert.ok(Math.abs(place) <= (view.scale - 1) / 2 + 1e-9);
      }
    }),
  );
});
