import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { reviewNoticeTypes } from './model.ts';
import { reviewNoticeOf } from './reviews.ts';
import { languages } from './strings.ts';
import { renderReview } from './templates-review.ts';

const change = (payload: object, version = 2) =>
  reviewNoticeOf({
    eventType: 'REVIEW_CHANGED',
    timestamp: '2026-11-20T10:00:00.000Z',
    aggregate: { type: 'review', id: 'rev_1', version },
    payload: {
      reviewId: 'rev_1',
      userId: 'usr_1',
      productName: 'Lamp',
      orderId: 'ord_1',
      orderNumber: 'TS-1',
      state: 'PUBLISHED',
      was: 'PUBLISHED',
      reason: null,
      picturesState: 'NONE',
      picturesWere: 'NONE',
      picturesReason: null,
      replied: false,
      byAuthor: false,
      ...payload,
    },
  } as unknown as EventEnvelope);

test('authors are told what others did to their review, and nothing of their own doing', () => {
  const type = (payload: object) => change(payload)?.type ?? null;
  assert.equal(type({ was: 'PENDING' }), 'review-published');
  assert.equal(type({ was: 'PENDING', byAuthor: true }), null);
  assert.equal(type({ was: null }), null);
  assert.equal(type({ state: null, was: 'PUBLISHED' }), null);
  assert.equal(type({ userId: null, was: 'PENDING' }), null, 'nobody is there to be told');
  assert.equal(type({}), null);
  assert.equal(type({ picturesWere: 'WAITING', picturesState: 'SHOWN' }), 'review-photos-shown');
  const refused = change({ was: 'PENDING', state: 'REJECTED', reason: 'Names people.' });
  assert.deepEqual(
    [refused?.type, refused?.facts],
    [
      'review-refused',
      { product: 'Lamp', orderId: 'ord_1', orderNumber: 'TS-1', reason: 'Names people.' },
    ],
  );
  const photos = { picturesWere: 'WAITING', picturesState: 'REFUSED', picturesReason: 'A face.' };
  assert.equal(change(photos)?.facts.reason, 'A face.');
  const [first, again] = [change({ replied: true }, 4), change({ replied: true }, 5)];
  assert.equal(first?.type, 'review-answered');
  assert.equal(first?.ref, again?.ref, 'a reply that is reworded is told of once a day');
});

test('mails about reviews in every language name the thing, and what was written is text', () => {
  const subjects = new Set<string>();
  for (const locale of languages) {
    for (const type of reviewNoticeTypes) {
      const facts = { product: 'Lamp <b>', orderNumber: 'TS-1', reason: '<img src=x> no' };
      const reader = { name: '', locale };
      const publicUrl = 'https://shop.example.test';
      const { subject, text, html } = renderReview({ type, facts, reader, publicUrl });
      subjects.add(subject);
      assert.doesNotMatch(subject + text, /\{/);
      assert.ok(text.includes('Lamp <b>') && !html.includes('Lamp <b>'), type);
      assert.ok(text.includes('<img src=x> no') && !html.includes('<img src=x>'), type);
      assert.ok(text.includes('https://shop.example.test/account/reviews'));
    }
  }
  assert.equal(subjects.size, languages.length * reviewNoticeTypes.length);
});
