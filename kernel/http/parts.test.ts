import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Type } from 'typebox';
import { readJson } from '#kernel/http/body.ts';
import { etagOf, etagWith, noneMatchHits, versionIn } from '#kernel/http/etag.ts';
import { isFinal, isIdempotencyKey, requestHash } from '#kernel/http/idempotency.ts';
import { actsFor, anonymous, deniedBy, isAdmin, type Principal } from '#kernel/http/principal.ts';
import { addressKey, scaledLimits } from '#kernel/http/rate-limit.ts';
import { reply, route } from '#kernel/http/route.ts';
import { closed, outgoing, type Json } from '#kernel/http/schema.ts';
import { serveRoute } from '#kernel/http/served-route.ts';
import { checkFor, errors_max } from '#kernel/http/validate.ts';

describe('principals', () => {
  const user: Principal = { ...anonymous, kind: 'user', id: 'usr_1' };
  const guest: Principal = { ...user, kind: 'guest' };
  const member = (role: 'owner' | 'finance' | 'read-only'): Principal => ({
    ...user,
    sellers: [{ sellerId: 'slr_1', role }],
  });
  const admin = (role: string): Principal => ({ ...user, roles: [role] });
  const get = (audience: 'guest' | 'user' | 'seller' | 'admin') => ({ method: 'GET', audience });
  const put = (audience: 'seller' | 'admin', roles?: string[]) => ({
    method: 'PUT',
    audience,
    ...(roles && { roles }),
  });

  it('opens each audience to those it is for', () => {
    assert.equal(deniedBy(anonymous, { method: 'GET', audience: 'public' }), undefined);
    assert.equal(deniedBy(anonymous, get('guest')), 'not-authenticated');
    assert.equal(deniedBy(guest, get('guest')), undefined);
    assert.equal(deniedBy(guest, get('user')), 'not-authenticated');
    assert.equal(deniedBy(user, get('user')), undefined);
    assert.equal(deniedBy(user, get('seller')), 'not-allowed');
    assert.equal(deniedBy(user, get('admin')), 'not-allowed');
    assert.equal(deniedBy(member('owner'), get('admin')), 'not-allowed');
  });

  it('lets any role read and the top role write, unless roles are listed', () => {
    assert.equal(deniedBy(member('read-only'), get('seller')), undefined);
    assert.equal(deniedBy(member('finance'), put('seller')), 'not-allowed');
    assert.equal(deniedBy(member('owner'), put('seller')), undefined);
    assert.equal(deniedBy(member('finance'), put('seller', ['finance'])), undefined);
    assert.equal(deniedBy(member('owner'), put('seller', ['finance'])), undefined);
    assert.equal(deniedBy(admin('support'), get('admin')), undefined);
    assert.equal(deniedBy(admin('support'), put('admin')), 'not-allowed');
    assert.equal(deniedBy(admin('super'), put('admin', ['finance'])), undefined);
    assert.ok(actsFor(member('owner'), 'slr_1', ['finance']));
    assert.ok(!actsFor(member('owner'), 'slr_2', ['finance']));
    assert.ok(isAdmin(admin('super'), []) && !isAdmin(admin('support'), ['finance']));
  });

  it('keeps keys to their scopes', () => {
    const key: Principal = { ...member('owner'), kind: 'key', scopes: ['catalogue:write'] };
    assert.equal(deniedBy(key, put('seller')), 'not-allowed');
    assert.equal(deniedBy(key, { ...put('seller'), scopes: ['orders:read'] }), 'not-allowed');
    assert.equal(deniedBy(key, { ...put('seller'), scopes: ['catalogue:write'] }), undefined);
  });
});

describe('schemas', () => {
  it('closes objects, shortens unions, keeps integers exact', () => {
    const schema = Type.Object({
      kind: Type.Union([Type.Literal('a'), Type.Literal('b')]),
      note: Type.Union([Type.String({ maxLength: 3 }), Type.Null()]),
      inner: Type.Array(Type.Object({ n: Type.Integer({ minimum: 0 }) })),
    });
    const strict = closed(schema as unknown as Json) as Record<string, Record<string, unknown>>;
    assert.equal(strict.additionalProperties, false);
    assert.deepEqual(strict.properties?.kind, { type: 'string', enum: ['a', 'b'] });
    assert.deepEqual(strict.properties?.note, { type: ['string', 'null'], maxLength: 3 });
    const check = checkFor(schema, 'body');
    assert.equal(check({ kind: 'a', note: null, inner: [{ n: 1 }] }), undefined);
    const withInner = (one: object) => check({ kind: 'a', note: null, inner: [one] })?.[0];
    assert.equal(withInner({ n: 1, x: 1 })?.pointer, '/inner/0/x');
    assert.equal(withInner({ n: 2 ** 60 })?.code, 'out-of-range');
  });

  it('refuses intersections, which cannot be closed', () => {
    const both = Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({})]);
    assert.throws(() => checkFor(both, 'body'), /Type\.Evaluate/);
  });

  it('lists a bounded number of errors, and one for a long body', () => {
    const check = checkFor(Type.Array(Type.Integer()), 'body');
    const many = Array.from({ length: 1_000 }, () => 'x');
    assert.equal(check(many)?.length, errors_max);
    assert.equal(check(many, 1_000_000)?.length, 1);
  });

  it('names one error for a union of forms, and escapes names', () => {
    const one = Type.Object({ a: Type.Integer() });
    const form = Type.Union([one, Type.Object({ b: Type.Integer() })]);
    const found = checkFor(Type.Object({ form }), 'body')({ form: { c: 1 }, 'a/~b': 1 });
    assert.deepEqual(found?.map(({ pointer, code }) => [pointer, code]).sort(), [
      ['/a~1~0b', 'unknown-field'],
      ['/form', 'no-match'],
    ]);
  });

  it('lets calls between rooms carry members that are newer than this side', () => {
    const check = checkFor(Type.Object({ a: Type.Integer() }), 'call');
    assert.equal(check({ a: 1, b: 2 }), undefined);
    assert.equal(check({ a: '1' })?.[0]?.code, 'wrong-type');
  });

  it('checks trees', () => {
    const node = Type.Object({ below: Type.Array(Type.Ref('Node')) });
    const tree = Type.Cyclic({ Node: node }, 'Node');
    const check = checkFor(Type.Object({ tree }), 'body');
    assert.equal(check({ tree: { below: [{ below: [] }] } }), undefined);
    assert.ok(check({ tree: { below: [{ below: 1 }] } }));
  });

  it('sends null where it may, with the members the schema names', () => {
    const thing = Type.Union([Type.Object({ a: Type.String() }), Type.Null()]);
    const served = serveRoute(
      route({
        method: 'GET',
        path: '/x',
        summary: 'x',
        audience: 'public',
        owner: 'none',
        limit: 'none',
        idempotency: 'none',
        replies: { 200: Type.Object({ thing, list: Type.Array(thing) }) },
        errors: [],
        handle: () => reply(200, { thing: null, list: [] }),
      }),
      { room: 'x', headers: {}, timeout_ms: 1 },
    );
    const body = { thing: null, list: [{ a: 'b', secret: 1 }, null], secret: 1 };
    assert.equal(served.senders.get(200)?.(body), '{"thing":null,"list":[{"a":"b"},null]}');
    const short = outgoing(thing as unknown as Json);
    assert.equal(short.nullable, true);
  });
});

describe('entity tags', () => {
  it('reads the version of If-Match', () => {
    assert.equal(versionIn(etagOf(12)), 12);
    assert.equal(versionIn('W/"3"'), 3);
    assert.equal(versionIn(undefined), undefined);
    assert.equal(versionIn('*'), undefined);
    assert.equal(versionIn('12'), undefined);
    assert.ok(Number.isNaN(versionIn('"abc"')));
    assert.equal(versionIn(etagWith(7, 'content')), 7);
    assert.notEqual(etagWith(7, 'content'), etagWith(7, 'other'));
    assert.ok(Number.isNaN(versionIn('"7-x"')) && Number.isNaN(versionIn(etagOf('content'))));
    assert.ok(Number.isNaN(versionIn('"99999999999999999999"')));
  });

  it('compares If-None-Match weakly', () => {
    const tag = etagOf('content');
    assert.match(tag, /^"h-[\w-]{27}"$/);
    assert.ok(noneMatchHits(`"x", W/${tag}`, tag) && noneMatchHits('*', tag));
    assert.ok(!noneMatchHits('"x"', tag) && !noneMatchHits(undefined, tag));
  });
});

describe('callers without identity', () => {
  it('are their IPv4 address or their IPv6 network', () => {
    assert.equal(addressKey('10.1.2.3'), '10.1.2.3');
    assert.equal(addressKey('::ffff:10.1.2.3'), '10.1.2.3');
    assert.equal(addressKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(addressKey('2001:db8:1:2::9'), addressKey('2001:0db8:0001:0002:ffff::'));
    assert.notEqual(addressKey('2001:db8:1:2::9'), addressKey('2001:db8:1:3::9'));
    assert.equal(addressKey('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(addressKey('::1'), '0:0:0:0::/64');
  });

  it('has limits that scale', () => {
    assert.equal(scaledLimits(0), null);
    assert.equal(scaledLimits(2)?.auth.requests_max, 60);
    assert.equal(scaledLimits(0.001)?.auth.requests_max, 1);
  });
});

describe('idempotency keys', () => {
  it('have 1 to 255 visible characters', () => {
    assert.ok(isIdempotencyKey('a'.repeat(255)));
    for (const bad of ['', 'a b', 'a'.repeat(256), 'ä', 'a\n']) assert.ok(!isIdempotencyKey(bad));
  });

  it('belong to one request, whichever place the key stands in', () => {
    const hash = requestHash('/pay', { token: 'a' });
    assert.equal(requestHash('/pay', { token: 'a', idempotencyKey: 'k' }), hash);
    assert.notEqual(requestHash('/pay', { token: 'b' }), hash);
    assert.notEqual(requestHash('/pay?x=1', { token: 'a' }), hash);
  });

  it('freeze only what is final', () => {
    const cases: [number, string | undefined, boolean][] = [
      [200, undefined, true],
      [402, 'conflict', true],
      [202, undefined, false],
      [500, 'internal-error', false],
      [409, 'request-in-progress', false],
    ];
    for (const [status, code, final] of cases) assert.equal(isFinal(status, code), final);
  });
});

describe('JSON', () => {
  it('may be deep but not too deep, brackets in strings aside', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.ok(readJson(nested(32), JSON.parse));
    assert.throws(() => readJson(nested(33), JSON.parse), { code: 'malformed-request' });
    assert.ok(readJson(JSON.stringify('[{"'.repeat(100)), JSON.parse));
    assert.equal(readJson(' ', JSON.parse), undefined);
  });
});
