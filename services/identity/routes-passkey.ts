/** Passkeys: listing, adding, naming and removing them, signing in with them, and fresh proofs. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { pageOf } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import * as commands from './commands-passkey.ts';
import type { Deps } from './deps.ts';
import * as model from './model-passkey.ts';
import { cookieOf, entryOf, view } from './routes-auth.ts';
import { passkeyName, passwordField, sessionReply } from './schemas.ts';
import { passkeysOf, renamePasskey, type PasskeyRow } from './store-passkey.ts';

const own = {
  audience: 'user',
  owner: 'only what belongs to the caller',
  tag: 'me',
} as const;
const open = { audience: 'public', owner: 'none', tag: 'auth', idempotency: 'none' } as const;
const dateTime = Type.String({ format: 'date-time' });

const passkeyItem = Type.Object({
  passkeyId: Type.String(),
  name: Type.String(),
  /** Kept by a password manager or a cloud, so it outlives the device. */
  synced: Type.Boolean(),
  createdAt: dateTime,
  lastUsedAt: Type.Union([dateTime, Type.Null()]),
});

const passkeyView = ({ passkeyId, name, synced, createdAt, lastUsedAt }: PasskeyRow) => ({
  passkeyId,
  name,
  synced,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

const descriptor = Type.Object({
  id: Type.String(),
  type: Type.Literal('public-key'),
  transports: Type.Array(Type.String()),
});
const descriptorOf = ({ credentialId, transports }: PasskeyRow) => {
  return { id: credentialId, type: 'public-key' as const, transports };
};

const required = Type.Literal('required');

/** PublicKeyCredentialCreationOptionsJSON, as far as it is used. */
const creationOptions = Type.Object({
  challenge: Type.String(),
  rp: Type.Object({ id: Type.String(), name: Type.String() }),
  user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
  pubKeyCredParams: Type.Array(
    Type.Object({ type: Type.Literal('public-key'), alg: Type.Integer() }),
  ),
  timeout: Type.Integer(),
  attestation: Type.Literal('none'),
  authenticatorSelection: Type.Object({ residentKey: required, userVerification: required }),
  excludeCredentials: Type.Array(descriptor),
});

/** PublicKeyCredentialRequestOptionsJSON, as far as it is used. */
const requestOptions = Type.Object({
  challenge: Type.String(),
  rpId: Type.String(),
  timeout: Type.Integer(),
  userVerification: required,
  /** Empty: whichever passkey the person has for this shop. */
  allowCredentials: Type.Array(descriptor),
});

const asking = { timeout: model.ceremony_ms, userVerification: 'required' } as const;

export function passkeyRoutes(parts: { deps: Deps; secure: boolean }): Route[] {
  const { deps } = parts;
  return [
    listRoute(deps),
    askToAddRoute(deps),
    addRoute(deps),
    ...changeRoutes(deps),
    ...signInRoutes(parts),
    ...proofRoutes(deps),
  ];
}

function listRoute({ db }: Deps): Route {
  return route({
    ...own,
    method: 'GET',
    path: '/me/passkeys',
    summary: 'My passkeys, the oldest first; 20 at most',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: pageOf(passkeyItem) },
    errors: [],
    handle: async ({ principal }) => {
      const rows = await passkeysOf(db, principal.id);
      return reply(200, { data: rows.map(passkeyView), nextCursor: null, hasMore: false });
    },
  });
}

function askToAddRoute(deps: Deps): Route {
  return route({
    ...own,
    method: 'POST',
    path: '/me/passkeys/options',
    summary: 'Begin adding a passkey: what the browser is to ask the device for',
    description: 'The challenge is good once and for five minutes.',
    limit: 'write',
    idempotency: 'none',
    replies: { 200: creationOptions },
    errors: ['proof-needed', 'passkey-limit', 'passkeys-unavailable', 'not-found'],
    handle: async ({ principal }) => {
      const asked = await commands.askToAdd(deps, principal);
      if (isRefusal(asked)) return asked;
      const { challenge, party, email, name, known } = asked;
      const displayName = name === '' ? email : name;
      return reply(200, {
        challenge,
        rp: { id: party.id, name: party.id },
        user: { id: model.handleOf(principal.id), name: email, displayName },
        pubKeyCredParams: model.algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
        timeout: model.ceremony_ms,
        attestation: 'none' as const,
        authenticatorSelection: {
          residentKey: 'required' as const,
          userVerification: 'required' as const,
        },
        excludeCredentials: known.map(descriptorOf),
      });
    },
  });
}

function addRoute(deps: Deps): Route {
  return route({
    ...own,
    method: 'POST',
    path: '/me/passkeys',
    summary: 'Add the passkey that the browser made; its owner is told by mail',
    limit: 'auth',
    idempotency: 'none',
    body: Type.Object({ name: passkeyName, credential: model.registrationSchema }),
    replies: { 201: passkeyItem },
    errors: [
      'proof-needed',
      'passkey-refused',
      'passkey-known',
      'passkey-limit',
      'passkeys-unavailable',
    ],
    handle: async ({ principal, body }) => {
      const added = await commands.addPasskey(deps, principal, body);
      return isRefusal(added) ? added : reply(201, passkeyView(added));
    },
  });
}

function changeRoutes(deps: Deps): Route[] {
  const params = Type.Object({ passkeyId: idSchema('psk') });
  return [
    route({
      ...own,
      method: 'PATCH',
      path: '/me/passkeys/:passkeyId',
      summary: 'Give one of my passkeys another name',
      limit: 'write',
      idempotency: 'accepted',
      params,
      body: Type.Object({ name: passkeyName }),
      replies: { 200: passkeyItem },
      errors: ['passkey-not-found'],
      handle: async ({ principal, params: { passkeyId }, body }) => {
        const key = { userId: principal.id, passkeyId };
        const row = await renamePasskey(deps.db, key, body.name);
        return row === undefined ? refuse('passkey-not-found') : reply(200, passkeyView(row));
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/me/passkeys/:passkeyId',
      summary: 'Remove one of my passkeys; a password and a code by mail still open the account',
      limit: 'write',
      idempotency: 'accepted',
      params,
      replies: { 204: null },
      errors: ['proof-needed', 'passkey-not-found'],
      handle: async ({ principal, params: { passkeyId } }) => {
        const done = await commands.removePasskey(deps, principal, passkeyId);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}

function signInRoutes({ deps, secure }: { deps: Deps; secure: boolean }): Route[] {
  return [
    route({
      ...open,
      method: 'POST',
      path: '/auth/passkey/options',
      summary: 'Begin signing in with a passkey: what the browser is to ask for',
      // A page asks as it opens, to offer passkeys among the names; there is nothing to guess.
      limit: 'write',
      replies: { 200: requestOptions },
      errors: ['passkeys-unavailable'],
      handle: async () => {
        const asked = await commands.askToSignIn(deps);
        if (isRefusal(asked)) return asked;
        const { challenge, party } = asked;
        return reply(200, { challenge, rpId: party.id, allowCredentials: [], ...asking });
      },
    }),
    route({
      ...open,
      method: 'POST',
      path: '/auth/passkey',
      summary: 'Sign in with a passkey; the cart of the guest comes along',
      limit: 'auth',
      body: Type.Object({ credential: model.assertionSchema }),
      replies: { 200: sessionReply },
      errors: ['passkey-refused', 'account-suspended', 'passkeys-unavailable'],
      handle: async (req) => {
        const opened = await commands.signInByPasskey(deps, req.body.credential, entryOf(req));
        if (isRefusal(opened)) return opened;
        return reply(200, view(opened), { cookies: [cookieOf(opened, secure)] });
      },
    }),
  ];
}

function proofRoutes(deps: Deps): Route[] {
  return [
    route({
      ...own,
      method: 'POST',
      path: '/me/proof/options',
      summary: 'Begin proving with one of my passkeys that it is me',
      limit: 'write',
      idempotency: 'none',
      replies: { 200: requestOptions },
      errors: ['passkey-not-found', 'passkeys-unavailable'],
      handle: async ({ principal }) => {
        const asked = await commands.askToProve(deps, principal);
        if (isRefusal(asked)) return asked;
        const { challenge, party, known } = asked;
        const allowCredentials = known.map(descriptorOf);
        return reply(200, { challenge, rpId: party.id, allowCredentials, ...asking });
      },
    }),
    route({
      ...own,
      method: 'POST',
      path: '/me/proof',
      summary: 'Prove anew that it is me, for a quarter of an hour, by password or passkey',
      limit: 'auth',
      idempotency: 'none',
      body: Type.Union([
        Type.Object({ currentPassword: passwordField }),
        Type.Object({ passkey: model.assertionSchema }),
      ]),
      replies: { 204: null },
      errors: [
        'password-wrong',
        'passkey-refused',
        'passkeys-unavailable',
        'too-many-requests',
        'overloaded',
      ],
      handle: async ({ principal, body }) => {
        const done = await commands.prove(deps, principal, body);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}
