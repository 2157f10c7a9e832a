/** The own profile and address book, and people for administrators. */
import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import * as book from './commands-address.ts';
import { changeContact, changePerson, changeProfile } from './commands.ts';
import { addressIdSchema, userIdSchema, userKindSchema, userStatusSchema } from './contract.ts';
import type { Deps } from './deps.ts';
import * as schemas from './schemas.ts';
import * as store from './store.ts';
import { addressesOf, addressPage, type AddressRow } from './store-address.ts';

export function identityRoutes(deps: Deps): Route[] {
  return [...meRoutes(deps), ...bookRoutes(deps), ...bookWrites(deps), ...peopleRoutes(deps)];
}

const own = { audience: 'guest', owner: 'only what belongs to the caller', tag: 'me' } as const;
const reading = { limit: 'read', idempotency: 'none' } as const;
const writing = { limit: 'write', idempotency: 'accepted' } as const;

function meRoutes(deps: Deps): Route[] {
  return [
    route({
      ...own,
      ...reading,
      method: 'GET',
      path: '/me',
      summary: 'Who I am',
      replies: { 200: schemas.meReply },
      errors: ['not-found'],
      handle: async (req) => {
        const account = await store.accountById(deps.db, req.principal.id);
        if (account === undefined) return refuse('not-found');
        return reply(200, schemas.meView(account), { etag: etagOf(account.version) });
      },
    }),
    route({
      ...own,
      ...writing,
      method: 'PATCH',
      path: '/me',
      summary: 'Change my name, phone or language',
      ifMatch: true,
      body: schemas.profileBody,
      replies: { 200: schemas.meReply },
      errors: ['precondition-failed'],
      handle: async (req) => {
        const key = { userId: req.principal.id, version: req.ifMatch };
        const account = await changeProfile(deps, key, req.body);
        if (isRefusal(account)) return account;
        return reply(200, schemas.meView(account), { etag: etagOf(account.version) });
      },
    }),
    contactRoute(deps),
  ];
}

function contactRoute(deps: Deps): Route {
  return route({
    ...own,
    ...writing,
    method: 'PUT',
    path: '/me/contact',
    summary: 'Where mail about my orders goes, while I am a guest',
    body: Type.Object({ email: schemas.emailField }),
    replies: { 200: schemas.meReply },
    errors: ['validation-failed', 'not-allowed'],
    handle: async (req) => {
      const account = await changeContact(deps, req.principal.id, req.body.email);
      if (isRefusal(account)) return account;
      return reply(200, schemas.meView(account), { etag: etagOf(account.version) });
    },
  });
}

const addressParams = Type.Object({ addressId: addressIdSchema });

function bookRoutes(deps: Deps): Route[] {
  return [
    route({
      ...own,
      ...reading,
      method: 'GET',
      path: '/me/addresses',
      summary: 'My addresses, the oldest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(schemas.addressReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const after = idCursor(cursor, 'addr');
        if (isRefusal(after)) return after;
        const userId = req.principal.id;
        const rows = await addressPage(deps.db, { userId, after, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.addressId]);
        return reply(200, { ...page, data: page.data.map(schemas.addressView) });
      },
    }),
    route({
      ...own,
      ...reading,
      method: 'GET',
      path: '/me/addresses/:addressId',
      summary: 'One of my addresses',
      params: addressParams,
      replies: { 200: schemas.addressReply },
      errors: ['address-not-found'],
      handle: async (req) => {
        const key = { userId: req.principal.id, addressId: req.params.addressId };
        const [row] = await addressesOf(deps.db, [key]);
        return row === undefined ? refuse('address-not-found') : sent(row);
      },
    }),
  ];
}

const sent = (row: AddressRow) =>
  reply(200, schemas.addressView(row), { etag: etagOf(row.version) });

function bookWrites(deps: Deps): Route[] {
  return [
    route({
      ...own,
      ...writing,
      method: 'POST',
      path: '/me/addresses',
      summary: 'Add an address; the first one becomes the default',
      body: schemas.addressBody,
      replies: { 201: schemas.addressReply },
      errors: ['address-limit', 'address-not-found'],
      handle: async (req) => {
        const { isDefault = false, ...address } = req.body;
        const row = await book.addAddress(deps, req.principal.id, { address, isDefault });
        if (isRefusal(row)) return row;
        const location = `/api/v1/me/addresses/${row.addressId}`;
        return reply(201, schemas.addressView(row), { location, etag: etagOf(row.version) });
      },
    }),
    route({
      ...own,
      ...writing,
      method: 'PUT',
      path: '/me/addresses/:addressId',
      summary: 'Replace an address; isDefault makes it the default',
      params: addressParams,
      body: schemas.addressBody,
      replies: { 200: schemas.addressReply },
      errors: ['address-not-found'],
      handle: async (req) => {
        const { isDefault = false, ...address } = req.body;
        const key = { userId: req.principal.id, addressId: req.params.addressId };
        const row = await book.changeAddress(deps, key, { address, isDefault });
        return isRefusal(row) ? row : sent(row);
      },
    }),
    route({
      ...own,
      ...writing,
      method: 'DELETE',
      path: '/me/addresses/:addressId',
      summary: 'Remove an address; orders keep their copy',
      params: addressParams,
      replies: { 204: null },
      errors: ['address-not-found'],
      handle: async (req) => {
        const key = { userId: req.principal.id, addressId: req.params.addressId };
        return (await book.removeAddress(deps, key)) ?? reply(204, null);
      },
    }),
  ];
}

const admin = { audience: 'admin', owner: 'none', tag: 'users' } as const;
const personParams = Type.Object({ userId: userIdSchema });

const peopleQuery = Type.Object({
  ...pageQuery,
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
  kind: Type.Optional(userKindSchema),
  status: Type.Optional(userStatusSchema),
});

function peopleRoutes(deps: Deps): Route[] {
  return [
    route({
      ...admin,
      ...reading,
      method: 'GET',
      path: '/admin/users',
      summary: 'People, the newest first; search by beginning of e-mail or name, or by id',
      roles: ['support'],
      query: peopleQuery,
      replies: { 200: pageOf(schemas.personReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor, search = null, kind = null, status = null } = req.query;
        const before = idCursor(cursor, 'usr');
        if (isRefusal(before)) return before;
        const filter = { search, kind, status, before, limit: limit + 1 };
        const rows = await store.accountPage(deps.db, filter);
        const page = pageFrom(rows, limit, (row) => [row.userId]);
        return reply(200, { ...page, data: page.data.map(schemas.personView) });
      },
    }),
    route({
      ...admin,
      ...reading,
      method: 'GET',
      path: '/admin/users/:userId',
      summary: 'One person',
      roles: ['support'],
      params: personParams,
      replies: { 200: schemas.personReply },
      errors: ['not-found'],
      handle: async (req) => {
        const account = await store.accountById(deps.db, req.params.userId);
        return account === undefined ? refuse('not-found') : person(account);
      },
    }),
    route({
      ...admin,
      ...writing,
      method: 'PATCH',
      path: '/admin/users/:userId',
      summary: 'Suspend or readmit a person, or change admin roles; their sessions end',
      roles: [],
      ifMatch: true,
      params: personParams,
      body: schemas.personBody,
      replies: { 200: schemas.personReply },
      errors: ['not-found', 'precondition-failed', 'last-admin', 'validation-failed'],
      handle: async (req) => {
        const key = { userId: req.params.userId, version: req.ifMatch };
        const account = await changePerson(deps, key, req.body);
        return isRefusal(account) ? account : person(account);
      },
    }),
  ];
}

const person = (account: store.Account) =>
  reply(200, schemas.personView(account), { etag: etagOf(account.version) });
