/** Guests, registration, login, refresh, logout. */
import { Type } from 'typebox';
import { isId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { type AnyRequest, type CookieToSet, reply, route, type Route } from '#kernel/http/route.ts';
import { register } from './commands.ts';
import type { Entry, Opened, Sessions } from './commands-session.ts';
import type { Deps } from './deps.ts';
import { deviceOf } from './model-challenge.ts';
import { emailField, locale, passwordField, registerBody, sessionReply } from './schemas.ts';

export interface AuthParts {
  deps: Deps;
  sessions: Sessions;
  /** The site is reached over https: the cookie gets the name that binds it to this host. */
  secure: boolean;
}

const auth = {
  method: 'POST',
  audience: 'public',
  owner: 'none',
  limit: 'auth',
  idempotency: 'none',
  tag: 'auth',
} as const;

export function authRoutes(parts: AuthParts): Route[] {
  return [registerRoute(parts), guestRoute(parts), loginRoute(parts), ...cookieRoutes(parts)];
}

function registerRoute({ deps }: AuthParts): Route {
  return route({
    ...auth,
    path: '/auth/register',
    summary: 'Make an account, of a guest identity when its token is presented',
    description:
      'The answer is the same whether or not the e-mail already has an account. Log in next.',
    body: registerBody,
    replies: { 202: Type.Object({ status: Type.Literal('accepted') }) },
    errors: ['validation-failed', 'password-unsuitable', 'overloaded'],
    handle: async (req) => {
      const done = await register(deps, req.body, req.principal);
      return isRefusal(done) ? done : reply(202, { status: done });
    },
  });
}

function guestRoute({ sessions, secure }: AuthParts): Route {
  return route({
    ...auth,
    path: '/auth/guest',
    summary: 'Get a guest identity, which can check out and become an account later',
    body: Type.Object({
      email: Type.Optional(emailField),
      /** Mails come in this language. */
      locale: Type.Optional(locale),
    }),
    replies: { 201: sessionReply },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { email, locale: tongue } = req.body;
      const place = { ip: req.ip, device: deviceOfRequest(req) };
      const opened = await sessions.guest({ email, locale: tongue, ...place });
      if (isRefusal(opened)) return opened;
      return reply(201, view(opened), { cookies: [cookieOf(opened, secure)] });
    },
  });
}

function loginRoute({ sessions, secure }: AuthParts): Route {
  return route({
    ...auth,
    path: '/auth/login',
    whileClosed: true,
    summary: 'Log in with e-mail and password; the cart of the guest comes along',
    body: Type.Object({ email: emailField, password: passwordField }),
    replies: { 200: sessionReply },
    errors: ['credentials-wrong', 'account-suspended', 'too-many-requests', 'overloaded'],
    handle: async (req) => {
      const { email, password } = req.body;
      const opened = await sessions.login({ email, password, ...entryOf(req) });
      if (isRefusal(opened)) return opened;
      return reply(200, view(opened), { cookies: [cookieOf(opened, secure)] });
    },
  });
}

function cookieRoutes({ sessions, secure }: AuthParts): Route[] {
  const name = refreshCookie(secure);
  return [
    route({
      ...auth,
      // There is nothing to guess in a refresh token, and each page that is opened asks for one:
      // an office behind one address must not be locked out.
      limit: 'write',
      path: '/auth/refresh',
      whileClosed: true,
      summary: 'Exchange the refresh cookie for its successor and a new access token',
      replies: { 200: sessionReply },
      errors: ['session-ended', 'refresh-superseded'],
      handle: async (req) => {
        const opened = await sessions.refresh(req.cookies[name]);
        if (isRefusal(opened)) return opened;
        return reply(200, view(opened), { cookies: [cookieOf(opened, secure)] });
      },
    }),
    route({
      ...auth,
      path: '/auth/logout',
      whileClosed: true,
      summary: 'Log out: the tokens end everywhere within a second',
      replies: { 204: null },
      errors: [],
      handle: async (req) => {
        await sessions.logout(req.cookies[name], req.principal);
        return reply(204, null, { cookies: [{ name, value: '', secure }] });
      },
    }),
  ];
}

type Asked = Pick<AnyRequest, 'headers' | 'cookies' | 'ip' | 'principal'>;

const deviceOfRequest = (req: Pick<Asked, 'headers'>) => deviceOf(req.headers['user-agent']);

/** Who comes in by this request, and with which cart. */
export function entryOf(req: Asked): Entry {
  const named = req.headers['x-cart-id'] ?? req.cookies['cart'];
  const cartId = isId('cart', named) ? named : undefined;
  return { ip: req.ip, principal: req.principal, device: deviceOfRequest(req), cartId };
}

/** `__Host-` makes browsers refuse the cookie from other hosts and over http. */
export function refreshCookie(secure: boolean): string {
  return secure ? '__Host-refresh' : 'refresh';
}

export function cookieOf({ refresh }: Opened, secure: boolean): CookieToSet {
  const { token: value, maxAge_s } = refresh;
  const name = refreshCookie(secure);
  return { name, value, maxAge_s, path: '/', httpOnly: true, secure, sameSite: 'strict' };
}

export function view({ accessToken, expiresIn_s, user, cart }: Opened) {
  const roles = [...user.roles];
  const sellers = user.sellers.map(({ sellerId, role }) => ({ sellerId, role }));
  const base = { accessToken, expiresIn: expiresIn_s, user: { ...user, roles, sellers } };
  return cart === undefined ? base : { ...base, cart };
}
