import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '#kernel/core/refusal.ts';
import { edit_days_max, postStates, textHash, write_days_max } from './contract.ts';
import * as model from './model.ts';

const calm = { seenBefore: false, lastHour: 0 };

test('signals tell what a person should look at, and leave plain words alone', () => {
  const of = (text: string) => model.signalsOf(text, calm);
  const plain = [
    'Does what it should. The lid closes well, and it cost 20 dollars.',
    'Great!!! I love it :-)',
    'Funktioniert gut, aber LAUT.',
    'वाह, बहुत अच्छा है।',
    'ممتاز جدا ويستحق السعر',
    'Very, very, very good',
  ];
  for (const text of plain) assert.deepEqual(of(text), [], text);
  const odd: [string, string][] = [
    ['Cheaper at https://x.example', 'link'],
    ['See www.example for more', 'link'],
    ['Go to cheap-goods.shop now', 'link'],
    ['Write to me at ana@example', 'contact'],
    ['Call +1 (212) 555-0100', 'contact'],
    ['DO NOT BUY THIS THING EVER AGAIN', 'shouting'],
    ['aaaaaaaaaaaaaah', 'repeated'],
    ['buy buy buy buy', 'repeated'],
    ['What a scam', 'words'],
    ['So eine Scheiße', 'words'],
  ];
  for (const [text, signal] of odd) assert.deepEqual(of(text), [signal], text);
  assert.deepEqual(model.signalsOf('Fine', { seenBefore: true, lastHour: 0 }), ['repeated']);
  assert.deepEqual(model.signalsOf('Fine', { seenBefore: false, lastHour: 5 }), ['many']);
  assert.deepEqual(model.signalsOf('Fine', { seenBefore: false, lastHour: 4 }), []);
});

test('a text is kept even, without marks that deceive', () => {
  const kept = (text: string) => model.plainText(text, { pointer: '/text', lines: true });
  assert.equal(kept('  One\r\n\r\n\r\n\r\ntwo\tthree '), 'One\n\ntwo three');
  assert.equal(kept('cafe\u0301'), 'caf\u00e9');
  assert.equal(kept('<b>bold</b>'), '<b>bold</b>');
  for (const bad of ['a\u0000b', 'a\u001bb', 'a\u202eb', 'a\u2066b', '\ud800', '...', '   ']) {
    assert.ok(isRefusal(kept(bad)), JSON.stringify(bad));
  }
  assert.equal(kept('می\u200cخواهم'), 'می\u200cخواهم', 'joiners belong to scripts');
  for (const bad of ['a@b', '12345', 'www.me', 'http://x', 'x'.repeat(41)]) {
    assert.ok(isRefusal(model.authorName(bad)), bad);
  }
  assert.equal(model.authorName(' Ana M. '), 'Ana M.');
  assert.equal(model.authorName('  '), null);
});

test('the same words have the same hash, other words another', () => {
  const one = textHash('Good', 'Works well.');
  assert.equal(textHash('', ' GOOD works — well!'), one);
  assert.notEqual(textHash('Good', 'Works badly.'), one);
});

test('posts only move as the table says', () => {
  for (const from of postStates) {
    const refused = model.refusedState(from);
    if (refused !== null) assert.ok(model.mayMove(from, refused), from);
    assert.ok(model.mayMove(from, null), 'authors may take back whatever they wrote');
    assert.ok(!model.mayMove(from, from));
  }
  assert.ok(!model.mayMove('PENDING', 'HIDDEN'));
  assert.ok(!model.mayMove('PUBLISHED', 'REJECTED'));
});

test('windows end to the millisecond', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const day = 86_400_000;
  const line = { deliveredAt: at, sellerId: 'slr_1' };
  const end = at.getTime() + write_days_max * day;
  assert.equal(model.barOf(line, [], end), null);
  assert.equal(model.barOf(line, [], end + 1), 'too-late');
  assert.equal(model.barOf(line, ['slr_1'], end), 'own-product');
  assert.equal(model.editUntil(at), at.getTime() + edit_days_max * day);
});

const aspect = fc.option(fc.integer({ min: 1, max: 5 }));
const rated = fc.option(
  fc.record({
    stars: fc.integer({ min: 1, max: 5 }),
    quality: aspect,
    value: aspect,
    described: aspect,
  }),
);

test('figures changed step by step are those of a fresh count, in any order', () => {
  const of = { productId: 'prod_1', sellerId: 'slr_1' };
  fc.assert(
    fc.property(fc.array(fc.array(rated, { minLength: 1 }), { maxLength: 20 }), (histories) => {
      const steps = histories.flatMap((history) =>
        history.map((after, at) => model.ratingChange(of, history[at - 1] ?? null, after)),
      );
      const whole = histories.map((history) =>
        model.ratingChange(of, null, history.at(-1) ?? null),
      );
      const none = model.ratingChange(of, null, null);
      assert.deepEqual(model.merged([none, ...steps.toReversed()]), model.merged([none, ...whole]));
    }),
  );
});
