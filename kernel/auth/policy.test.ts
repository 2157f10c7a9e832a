import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous } from '../http/principal.ts';
import type { Audience, Principal } from '../http/principal.ts';
import { adminRoles, allows, isAdminRole, isSellerRole, sellerRoles } from './policy.ts';

const user: Principal = { kind: 'user', id: 'usr_1', roles: [], sellers: [], sessionId: 's' };
const guest: Principal = { ...user, kind: 'guest' };
const catalogue: Principal = { ...user, sellers: [{ sellerId: 'slr_1', role: 'catalogue' }] };
const owner: Principal = { ...user, sellers: [{ sellerId: 'slr_1', role: 'owner' }] };
const support: Principal = { ...user, roles: ['support'] };
const boss: Principal = { ...user, roles: ['super'] };

test('each audience lets in exactly whom it names', () => {
  const people = { anonymous, guest, user, catalogue, support };
  const expected: Record<Audience, (keyof typeof people)[]> = {
    public: ['anonymous', 'guest', 'user', 'catalogue', 'support'],
    guest: ['guest', 'user', 'catalogue', 'support'],
    user: ['user', 'catalogue', 'support'],
    seller: ['catalogue'],
    admin: ['support'],
    webhook: ['anonymous', 'guest', 'user', 'catalogue', 'support'],
    dev: ['anonymous', 'guest', 'user', 'catalogue', 'support'],
  };
  for (const [audience, names] of Object.entries(expected)) {
    const insiders = Object.entries(people)
      .filter(([, who]) => allows(who, { audience: audience as Audience }))
      .map(([name]) => name);
    assert.deepEqual(insiders, names, audience);
  }
});

test('roles narrow a door; the top role always opens it', () => {
  const finance = { audience: 'seller', roles: ['finance'], method: 'POST' } as const;
  assert.equal(allows(catalogue, finance), false);
  assert.equal(allows(owner, finance), true);
  const refund = { audience: 'admin', roles: ['finance'], method: 'POST' } as const;
  assert.equal(allows(support, refund), false);
  assert.equal(allows(boss, refund), true);
  assert.equal(allows(owner, refund), false);
  assert.equal(allows(boss, finance), false);
});

test('role words are known exactly', () => {
  assert.ok(sellerRoles.every(isSellerRole) && adminRoles.every(isAdminRole));
  assert.equal(isSellerRole('super'), false);
  assert.equal(isAdminRole('owner'), false);
  assert.equal(isAdminRole(undefined), false);
});
