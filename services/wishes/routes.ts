// Wishlists and what is on them, over HTTP: their owner's, and what a link of a shared list opens.
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Commands } from './commands.ts';
import { listJson, type Queries } from './queries.ts';
import * as schemas from './schemas.ts';

export interface RouteNeeds {
  commands: Commands;
  queries: Queries;
}

const currency_default = 'USD';
const mine = { audience: 'user', owner: 'the list belongs to the caller' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { limit: 'write', idempotency: 'accepted' } as const;

export function wishRoutes(needs: RouteNeeds): Route[] {
  return [
    ...listRoutes(needs),
    ...listWrites(needs),
    ...itemRoutes(needs),
    addRoute(needs),
    ...itemWrites(needs),
    ...sharedRoutes(needs),
  ];
}

function listRoutes({ commands, queries }: RouteNeeds): Route[] {
  return [
    route({
      ...mine,
      ...reading,
      path: '/wishlists',
      summary: 'My wishlists in the order they were made',
      query: schemas.pageOnly,
      replies: { 200: schemas.listPage },
      errors: ['validation-failed'],
      handle: (req) => queries.lists(req.principal.id, req.query),
    }),
    route({
      ...mine,
      ...writing,
      method: 'POST',
      path: '/wishlists',
      summary: 'Make a wishlist; the first one is the default',
      body: schemas.listBody,
      replies: { 201: schemas.list },
      errors: ['wishlist-limit', 'validation-failed'],
      handle: async (req) => {
        const { name, gift = false } = req.body;
        const made = await commands.makeList(req.principal.id, { name, gift });
        if (isRefusal(made)) return made;
        const location = `/api/v1/wishlists/${made.listId}`;
        return reply(201, listJson(made), { location, etag: etagOf(made.version) });
      },
    }),
    route({
      ...mine,
      ...reading,
      path: '/wishlists/:listId',
      summary: 'One of my wishlists',
      params: schemas.listParams,
      replies: { 200: schemas.list },
      errors: ['wishlist-not-found'],
      handle: async (req) => {
        const found = await queries.list(req.principal.id, req.params.listId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
  ];
}

function listWrites({ commands }: RouteNeeds): Route[] {
  const errors = ['wishlist-not-found', 'precondition-failed', 'validation-failed'];
  const one = { ...mine, ...writing, ifMatch: true, params: schemas.listParams } as const;
  return [
    route({
      ...one,
      method: 'PATCH',
      path: '/wishlists/:listId',
      summary: 'Rename a wishlist, make it the default, or hide from me what was bought',
      body: schemas.listChange,
      replies: { 200: schemas.list },
      errors,
      handle: async (req) => {
        const of = { userId: req.principal.id, listId: req.params.listId, version: req.ifMatch };
        const done = await commands.changeList(of, req.body);
        return isRefusal(done) ? done : reply(200, listJson(done), { etag: etagOf(done.version) });
      },
    }),
    route({
      ...one,
      method: 'PUT',
      path: '/wishlists/:listId/share',
      summary: 'Share a wishlist by a new link, or make it private; older links end',
      body: schemas.shareBody,
      replies: { 200: schemas.list },
      errors,
      handle: async (req) => {
        const of = { userId: req.principal.id, listId: req.params.listId, version: req.ifMatch };
        const done = await commands.share(of, req.body.visibility);
        return isRefusal(done) ? done : reply(200, listJson(done), { etag: etagOf(done.version) });
      },
    }),
    route({
      ...one,
      method: 'DELETE',
      path: '/wishlists/:listId',
      summary: 'Remove a wishlist with everything on it',
      replies: { 204: null },
      errors,
      handle: async (req) => {
        const of = { userId: req.principal.id, listId: req.params.listId, version: req.ifMatch };
        const done = await commands.dropList(of);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}

function itemRoutes({ queries }: RouteNeeds): Route[] {
  return [
    route({
      ...mine,
      ...reading,
      path: '/wishlists/:listId/items',
      summary: 'What is on a wishlist, at the prices and stock of this moment',
      params: schemas.listParams,
      query: schemas.itemsQuery,
      replies: { 200: schemas.itemPage },
      errors: ['wishlist-not-found', 'validation-failed'],
      handle: (req) => queries.items(req.principal.id, req.params.listId, req.query),
    }),
    route({
      ...mine,
      ...reading,
      path: '/wishlist-items',
      summary: 'Which of these products stand on my wishlists',
      query: schemas.marksQuery,
      replies: { 200: schemas.marks },
      errors: ['validation-failed'],
      handle: (req) => queries.marks(req.principal.id, req.query.productIds.split(',')),
    }),
    route({
      ...mine,
      ...reading,
      path: '/wishlist-items/:itemId',
      summary: 'One thing on one of my wishlists',
      params: schemas.itemParams,
      replies: { 200: schemas.item },
      errors: ['wish-not-found'],
      handle: async (req) => {
        const found = await queries.item(req.principal.id, req.params.itemId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
  ];
}

function addRoute({ commands, queries }: RouteNeeds): Route {
  return route({
    ...mine,
    ...writing,
    method: 'POST',
    path: '/wishlist-items',
    summary: 'Put a variant on a wishlist, once; without a list on the default one',
    body: schemas.itemBody,
    replies: { 200: schemas.item, 201: schemas.item },
    errors: [
      'wishlist-not-found',
      'wishlist-limit',
      'wishlist-full',
      'wish-not-found',
      'variant-not-found',
      'room-unavailable',
      'validation-failed',
    ],
    handle: async (req) => {
      const { currency = currency_default, ...input } = req.body;
      const done = await commands.add(req.principal.id, { ...input, currency });
      if (isRefusal(done)) return done;
      const found = await queries.item(req.principal.id, done.itemId);
      if (isRefusal(found)) return found;
      const etag = etagOf(found.version);
      const location = `/api/v1/wishlist-items/${done.itemId}`;
      return done.made ? reply(201, found, { location, etag }) : reply(200, found, { etag });
    },
  });
}

function itemWrites({ commands, queries }: RouteNeeds): Route[] {
  return [
    route({
      ...mine,
      ...writing,
      method: 'PATCH',
      path: '/wishlist-items/:itemId',
      summary: 'Note, priority, quantities, list and alerts of a thing',
      ifMatch: true,
      params: schemas.itemParams,
      body: schemas.itemChange,
      replies: { 200: schemas.item },
      errors: [
        'wish-not-found',
        'wishlist-not-found',
        'wishlist-full',
        'conflict',
        'precondition-failed',
        'alert-limit',
        'wish-price-unknown',
        'validation-failed',
      ],
      handle: async (req) => {
        const { itemId } = req.params;
        const of = { userId: req.principal.id, itemId, version: req.ifMatch };
        const done = await commands.changeItem(of, req.body);
        if (isRefusal(done)) return done;
        const found = await queries.item(req.principal.id, itemId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
    route({
      ...mine,
      ...writing,
      method: 'DELETE',
      path: '/wishlist-items/:itemId',
      summary: 'Take a thing off its wishlist; alerts asked for there end',
      params: schemas.itemParams,
      replies: { 204: null },
      errors: ['wish-not-found', 'wishlist-not-found'],
      handle: async (req) => {
        const of = { userId: req.principal.id, itemId: req.params.itemId };
        const done = await commands.dropItem(of);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}

const byLink = 'whoever has the link of the list; it ends when sharing does';

function sharedRoutes({ commands, queries }: RouteNeeds): Route[] {
  return [
    route({
      ...reading,
      audience: 'public',
      owner: byLink,
      path: '/wishlists/shared/:token',
      summary:
        'A shared wishlist; of a gift list who is signed in and not its owner sees what was bought',
      params: schemas.sharedParams,
      query: schemas.itemsQuery,
      replies: { 200: schemas.shared },
      errors: ['wishlist-not-found', 'validation-failed'],
      handle: async (req) => {
        const { kind, id } = req.principal;
        const reader = kind === 'user' ? id : '';
        const found = await queries.shared(req.params.token, reader, req.query);
        if (isRefusal(found)) return found;
        return reply(200, found, { headers: { 'cache-control': 'no-store' } });
      },
    }),
    route({
      ...writing,
      audience: 'user',
      owner: byLink,
      method: 'PUT',
      path: '/wishlists/shared/:token/items/:itemId/bought',
      summary: 'Say how many of a thing I bought for its owner; 0 takes it back',
      params: schemas.giftParams,
      body: schemas.giftBody,
      replies: { 200: schemas.gift },
      errors: [
        'wishlist-not-found',
        'wish-not-found',
        'gift-enough',
        'not-allowed',
        'validation-failed',
      ],
      handle: (req) => {
        const { token, itemId } = req.params;
        const { quantity } = req.body;
        return commands.buy({ userId: req.principal.id, token, itemId, quantity });
      },
    }),
  ];
}
