import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { SignJWT, UnsecuredJWT, importPKCS8, importSPKI, jwtVerify } from 'jose';
import { manualClock } from '../core/clock.ts';
import { isRefusal } from '../core/refusal.ts';
import { always_ms, revocations } from './revocation.ts';
import { keyIdOf, newSigningKey, pemOf, readPrivateKey } from './signing-key.ts';
import { tokens } from './token.ts';
import type { TokenSubject, Tokens } from './token.ts';

const issuer = 'https://shop.example';
const start_ms = 1_800_000_000_123;
const maria: TokenSubject = {
  type: 'access',
  userId: 'usr_1',
  sessionId: 'ses_1',
  email: 'maria@shop.example',
  roles: ['support'],
  sellers: [{ sellerId: 'slr_1', role: 'owner' }],
};

function setup() {
  const key = newSigningKey();
  const clock = manualClock(start_ms);
  return { key, clock, tokens: tokens({ key, issuer, clock }) };
}

function reasonOf(of: Tokens, token: string): unknown {
  const session = of.verify(token);
  return isRefusal(session) ? session.detail['reason'] : 'accepted';
}

function publicPemOf(key: string): string {
  const read = readPrivateKey(key);
  assert.ok(read);
  return pemOf(createPublicKey(read));
}

test('a token gives back its principal, frozen, twice the same', () => {
  const { tokens: made } = setup();
  const { token, expiresIn_s, expiresAt_ms } = made.issue(maria);
  assert.equal(expiresIn_s, 600);
  assert.equal(expiresAt_ms, start_ms + 600_000);
  const session = made.verify(token);
  assert.ok(!isRefusal(session));
  assert.deepEqual(session.principal, {
    kind: 'user',
    id: 'usr_1',
    email: 'maria@shop.example',
    roles: ['support'],
    sellers: [{ sellerId: 'slr_1', role: 'owner' }],
    sessionId: 'ses_1',
  });
  assert.equal(session.issuedAt_ms, start_ms);
  assert.ok(Object.isFrozen(session.principal) && Object.isFrozen(session.principal.roles));
  assert.equal(made.verify(token), session);
});

test('another library reads our tokens', async () => {
  const { key, tokens: made } = setup();
  const { token } = made.issue(maria);
  const publicKey = await importSPKI(publicPemOf(key), 'EdDSA');
  const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
    issuer,
    audience: 'trueshelf',
    currentDate: new Date(start_ms + 1000),
  });
  assert.equal(protectedHeader.alg, 'EdDSA');
  assert.equal(payload.sub, 'usr_1');
  assert.equal(payload['typ'], 'access');
});

test('a guest carries no roles, whatever was signed, and lives a day', () => {
  const { tokens: made } = setup();
  const { token, expiresIn_s } = made.issue({ ...maria, type: 'guest' });
  const session = made.verify(token);
  assert.ok(!isRefusal(session));
  assert.equal(expiresIn_s, 86_400);
  assert.equal(session.principal.kind, 'guest');
  assert.deepEqual([session.principal.roles, session.principal.sellers], [[], []]);
});

test('a token dies at its expiry, also when it was seen before', async () => {
  const { clock, tokens: made } = setup();
  const { token } = made.issue(maria);
  await clock.advance(599_999);
  assert.equal(reasonOf(made, token), 'accepted');
  await clock.advance(1);
  assert.equal(reasonOf(made, token), 'token-expired');
  assert.equal(reasonOf(made, token), 'token-expired');
});

test('forged headers are refused: none, HS256 with the public key, jwk, foreign kid', async () => {
  const { key, tokens: made } = setup();
  const claims = { typ: 'access', sub: 'usr_1', sid: 's', iat: start_ms / 1000, nbf: 0 };
  const all = { iss: issuer, aud: 'trueshelf', exp: start_ms / 1000 + 60, ...claims };
  const publicPem = publicPemOf(key);
  const own = await importPKCS8(key, 'EdDSA');
  const other = readPrivateKey(newSigningKey());
  assert.ok(other);
  const jwk = createPublicKey(other).export({ format: 'jwk' });
  const hmac = new TextEncoder().encode(publicPem);
  const kid = keyIdOf(createPublicKey(publicPem));
  const sane = { alg: 'EdDSA', typ: 'JWT', kid };
  const forged = [
    new UnsecuredJWT(all).encode(),
    await new SignJWT(all).setProtectedHeader({ alg: 'HS256', kid }).sign(hmac),
    await new SignJWT(all).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(other),
    await new SignJWT(all).setProtectedHeader({ alg: 'EdDSA', kid: '../../x' }).sign(own),
    await new SignJWT(all).setProtectedHeader({ ...sane, jku: 'http://x' }).sign(own),
    await new SignJWT(all).setProtectedHeader(sane).sign(other),
  ];
  for (const token of forged) assert.equal(reasonOf(made, token), 'token-invalid');
  // The negative control: the same claims under the right header and key pass.
  const honest = await new SignJWT(all).setProtectedHeader(sane).sign(own);
  assert.equal(reasonOf(made, honest), 'accepted');
});

test('every claim counts: issuer, audience, type, times, subject', async () => {
  const { key, tokens: made } = setup();
  const own = await importPKCS8(key, 'EdDSA');
  const kid = keyIdOf(createPublicKey(publicPemOf(key)));
  const now_s = start_ms / 1000;
  const good = {
    iss: issuer,
    aud: 'trueshelf',
    typ: 'access',
    sub: 'usr_1',
    sid: 'ses_1',
    iat: now_s,
    nbf: now_s,
    exp: now_s + 60,
  };
  const signed = (change: object) =>
    new SignJWT({ ...good, ...change })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
      .sign(own);
  assert.equal(reasonOf(made, await signed({})), 'accepted');
  const wrong: object[] = [
    { iss: 'https://other.example' },
    { aud: 'other' },
    { aud: ['trueshelf'] },
    { typ: 'refresh' },
    { typ: undefined },
    { nbf: now_s + 30 },
    { iat: now_s + 30, exp: now_s + 90 },
    { nbf: undefined },
    { exp: undefined },
    { exp: now_s - 1, iat: now_s },
    { sub: '' },
    { sub: undefined },
    { sid: 7 },
    { roles: 'super' },
  ];
  for (const change of wrong) {
    assert.equal(reasonOf(made, await signed(change)), 'token-invalid', JSON.stringify(change));
  }
});

test('spellings, truncations and changes of a token are refused', () => {
  const { tokens: made } = setup();
  const { token } = made.issue(maria);
  const [header = '', body = '', signature = ''] = token.split('.');
  const bodies = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const raised = Buffer.from(JSON.stringify({ ...bodies, roles: ['super'] })).toString('base64url');
  const last = signature.at(-1) === 'A' ? 'B' : 'A';
  const variants = [
    '',
    '.',
    '..',
    `${header}.${body}.`,
    `${header}.${body}`,
    `${token}.`,
    `${token}=`,
    ` ${token}`,
    `${header}.${raised}.${signature}`,
    `${header}.${body}.${signature.slice(0, -1)}${last}`,
    `${header}.${body}.${signature.slice(0, -1)}`,
    'x'.repeat(1_000_000),
  ];
  for (const variant of variants) assert.equal(reasonOf(made, variant), 'token-invalid');
  assert.equal(reasonOf(made, token), 'accepted');
});

test('after a rotation the earlier key still verifies, an unlisted one does not', () => {
  const old = setup();
  const { token } = old.tokens.issue(maria);
  const key = newSigningKey();
  const { clock } = old;
  const earlierKeys = [publicPemOf(old.key)];
  assert.equal(reasonOf(tokens({ key, issuer, clock, earlierKeys }), token), 'accepted');
  assert.equal(reasonOf(tokens({ key, issuer, clock }), token), 'token-invalid');
});

test('an RSA key is refused at the start', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const key = pemOf(privateKey);
  assert.throws(() => tokens({ key, issuer, clock: manualClock(0) }), /Ed25519/);
  assert.ok(sign('sha256', Buffer.from('x'), privateKey));
});

test('a revoked session dies at once, also when cached; a later login lives', async () => {
  const key = newSigningKey();
  const clock = manualClock(start_ms);
  const revoked = revocations({ clock, kept_ms: 600_000 });
  const made = tokens({ key, issuer, clock, isRevoked: revoked.isRevoked });
  const { token } = made.issue(maria);
  assert.equal(reasonOf(made, token), 'accepted');
  revoked.revoke({ subject: 'ses_1', before_ms: always_ms });
  assert.equal(reasonOf(made, token), 'session-ended');
  const second = made.issue({ ...maria, sessionId: 'ses_2' });
  assert.equal(reasonOf(made, second.token), 'accepted');
  await clock.advance(1);
  revoked.revoke({ subject: 'usr_1', before_ms: clock.now() });
  assert.equal(reasonOf(made, second.token), 'session-ended');
  assert.equal(reasonOf(made, made.issue({ ...maria, sessionId: 'ses_3' }).token), 'accepted');
});

test('the cache of verified tokens is bounded, and hot verification is cheap', () => {
  const key = newSigningKey();
  const clock = manualClock(start_ms);
  const made = tokens({ key, issuer, clock, cached_max: 2 });
  const [a, b, c] = ['a', 'b', 'c'].map((id) => made.issue({ ...maria, sessionId: id }).token);
  assert.ok(a && b && c);
  const first = made.verify(a);
  made.verify(b);
  assert.equal(made.verify(a), first);
  made.verify(c);
  assert.equal(made.verify(a), first, 'the least recently used one was forgotten, not this');
  const rounds = 20_000;
  const from = performance.now();
  for (let i = 0; i < rounds; i++) made.verify(a);
  const each_us = ((performance.now() - from) * 1000) / rounds;
  assert.ok(each_us < 20, `${each_us} µs for a token seen before`);
});
