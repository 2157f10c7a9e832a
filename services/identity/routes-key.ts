/** API keys of sellers: made by owners, shown once, dead at once when revoked. */
import { Type } from 'typebox';
import { newApiKey } from '#kernel/auth/api-key.ts';
import { idSchema, isId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { invalid, type Deps } from './deps.ts';
import { keysPerSeller_max } from './model.ts';
import * as schemas from './schemas.ts';
import { insertKey, keyPage, revokeKey } from './store-key.ts';

const keys = {
  audience: 'seller',
  roles: [],
  owner: 'only keys of sellers that the caller owns',
  tag: 'api-keys',
} as const;

const sellerQuery = Type.Object({ sellerId: Type.Optional(idSchema('slr')) });

export function keyRoutes(deps: Deps): Route[] {
  return [
    route({
      ...keys,
      limit: 'read',
      idempotency: 'none',
      method: 'GET',
      path: '/seller/api-keys',
      summary: 'Live API keys of the sellers I own',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(schemas.keyReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const after = idCursor(cursor, 'key');
        if (isRefusal(after)) return after;
        const { sellerIds } = req;
        const rows = await keyPage(deps.db, { sellerIds, after, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.keyId]);
        return reply(200, { ...page, data: page.data.map(schemas.keyView) });
      },
    }),
    makeKeyRoute(deps),
    route({
      ...keys,
      method: 'DELETE',
      path: '/seller/api-keys/:keyId',
      summary: 'Revoke an API key; it is dead within a second or two',
      limit: 'write',
      idempotency: 'none',
      params: Type.Object({ keyId: idSchema('key') }),
      replies: { 204: null },
      errors: ['not-found'],
      handle: async (req) => {
        const revoked = await revokeKey(deps.db, req.params.keyId, req.sellerIds);
        return revoked ? reply(204, null) : refuse('not-found');
      },
    }),
  ];
}

function makeKeyRoute(deps: Deps): Route {
  return route({
    ...keys,
    method: 'POST',
    path: '/seller/api-keys',
    summary: 'Make an API key; the answer shows it once',
    limit: 'write',
    // A stored reply would keep the secret.
    idempotency: 'none',
    query: sellerQuery,
    body: schemas.keyBody,
    replies: { 201: schemas.newKeyReply },
    errors: ['not-found', 'key-limit', 'validation-failed'],
    handle: async (req) => {
      const [first, second] = req.sellerIds;
      const sellerId = req.query.sellerId ?? (second === undefined ? first : undefined);
      if (sellerId === undefined) return invalid('/sellerId', 'is needed by owners of several');
      if (!req.sellerIds.includes(sellerId)) return refuse('not-found');
      if (!isId('usr', req.principal.id)) return refuse('not-found');
      const { id: keyId, token, hash } = newApiKey();
      const { name, scopes } = req.body;
      const key = { keyId, sellerId, createdBy: req.principal.id, name, hash, scopes };
      const row = await insertKey(deps.db, key, keysPerSeller_max);
      if (row === undefined) return refuse('key-limit', { limit: keysPerSeller_max });
      const location = `/api/v1/seller/api-keys/${keyId}`;
      return reply(201, { ...schemas.keyView(row), key: token }, { location });
    },
  });
}
