import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchRoutes, resolvePath, type RouteObject } from 'react-router';
import { matcherOf, resolveFrom, withoutBase } from './match.ts';

const paths = [
  '/',
  '/c/*',
  '/p/:slug',
  '/orders',
  '/orders/:number',
  '/orders/:number/confirmed',
  '/orders/track',
  '/account',
  '/account/addresses',
  '/s/:seller',
  '*',
];
const leaves = paths.map((path) => ({ id: path, path }));
const table = [{ id: 'root', children: [{ id: 'pages', children: leaves }] }];
const match = matcherOf<{ id: string; path?: string; children?: never[] }>(table as never);

const part = fc.oneof(
  fc.constantFrom('c', 'p', 'orders', 'track', 'confirmed', 'account', 'addresses', 's', ''),
  fc.constantFrom('a%20b', 'x.y', 'ORDERS', 'caf%C3%A9', 'a+b'),
  fc.stringMatching(/^[a-z0-9-]{1,6}$/),
);
const addresses = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);

for (const basename of ['/', '/de']) {
  test(`matches as React Router does, below ${basename}`, () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const pathname = basename === '/' ? address : `/de${address}`;
        const theirs = matchRoutes(table as RouteObject[], { pathname }, basename);
        const mine = match(pathname, basename);
        assert.deepEqual(
          mine?.map(({ route, params }) => ({ id: route.id, params })),
          theirs?.map(({ route, params }) => ({ id: route.id, params: { ...params } })),
          pathname,
        );
      }),
      { numRuns: 2_000 },
    );
  });
}

test('an address of another language is not below this one', () => {
  assert.equal(match('/es/cart', '/de'), null);
  assert.equal(withoutBase('/dessert', '/de'), null);
  assert.equal(withoutBase('/de', '/de'), '/');
});

test('resolves as React Router does', () => {
  const targets = ['/a/b', '/a?x=1', '?x=1#y', '#y', '/a?x=1?y#z#w', '/'];
  for (const target of targets) {
    assert.deepEqual(resolveFrom(target, '/here'), resolvePath(target, '/here'), target);
  }
});

test('a broken escape in an address breaks nothing', () => {
  assert.equal(match('/p/%E0%A4', '/')?.at(-1)?.params['slug'], '%E0%A4');
});
