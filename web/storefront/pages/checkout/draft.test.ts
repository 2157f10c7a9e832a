import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftFor, emptyDraft, forgetDraft, keepDraft, readDraft } from './draft.ts';

function memory(first?: string) {
  const kept = new Map<string, string>();
  if (first !== undefined) kept.set('trueshelf.checkout', first);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('a draft comes back as it was; nonsense does not', () => {
  const store = memory();
  assert.equal(readDraft(store), null);
  const draft = { ...emptyDraft({ country: 'DE', postalCode: '10115' }), email: 'a@b.test' };
  keepDraft(store, draft);
  assert.deepEqual(readDraft(store), draft);
  assert.equal(draft.shipping.typed.postalCode, '10115');
  forgetDraft(store);
  assert.equal(readDraft(store), null);
  for (const nonsense of ['{', '[]', '"x"', '{"shipping":{"typed":{"name":1}}}']) {
    assert.equal(readDraft(memory(nonsense)), null, nonsense);
  }
});

test('storage that refuses loses nothing of the page', () => {
  const full = { ...memory(), setItem: () => assert.fail('full') };
  keepDraft(full, emptyDraft(null));
});

test('what a guest typed comes along to the account, what an account typed goes with it', () => {
  const user = { userId: 'usr_u', kind: 'user' };
  const first = { ...emptyDraft(null), email: 'a@b.test' };
  const typed = { ...first.shipping.typed, name: 'Ada' };
  const draft = { ...first, shipping: { typed, chosen: null, kept: { id: 'addr_1', text: '' } } };
  assert.equal(draftFor(draft, { userId: 'usr_g', kind: 'guest' }), draft);
  assert.equal(draftFor(draft, null), draft, 'a guest who was forgotten keeps what was typed');
  const along = draftFor(draft, user);
  assert.equal(along.shipping.typed.name, 'Ada');
  assert.equal(along.shipping.kept, null, 'the guest’s book is not the account’s');
  const gone = draftFor(along, null);
  assert.equal(gone.shipping.typed.name, '');
  assert.equal(gone.email, '');
});
