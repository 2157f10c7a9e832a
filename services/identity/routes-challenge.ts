/** Proofs by mail: a link that resets the password, six digits that sign in or verify. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { askByEmail, askToVerify, confirmReset, useCode } from './commands-challenge.ts';
import type { Deps } from './deps.ts';
import { cookieOf, entryOf, view } from './routes-auth.ts';
import { emailField, passwordField, sessionReply } from './schemas.ts';

const auth = {
  method: 'POST',
  audience: 'public',
  owner: 'none',
  limit: 'auth',
  idempotency: 'none',
  tag: 'auth',
} as const;

const accepted = Type.Object({ status: Type.Literal('accepted') });

const asked = Type.Object({
  challengeId: Type.String(),
  expiresAt: Type.String({ format: 'date-time' }),
});

const codeBody = Type.Object({
  challengeId: idSchema('chl'),
  code: Type.String({ pattern: '^[0-9]{6}$' }),
});

export function challengeRoutes(parts: { deps: Deps; secure: boolean }): Route[] {
  const { deps } = parts;
  return [askResetRoute(deps), confirmResetRoute(deps), askCodeRoute(deps), useCodeRoute(parts)];
}

function askResetRoute(deps: Deps): Route {
  return route({
    ...auth,
    path: '/auth/password-reset',
    summary: 'Send a link that sets a new password, good once and for 30 minutes',
    description:
      'The answer is the same, and takes as long, whether or not the e-mail has an account.',
    body: Type.Object({ email: emailField }),
    replies: { 202: accepted },
    errors: ['validation-failed', 'too-many-requests'],
    handle: async (req) => {
      const done = await askByEmail(deps, 'reset', { email: req.body.email, ip: req.ip });
      return isRefusal(done) ? done : reply(202, { status: 'accepted' });
    },
  });
}

function confirmResetRoute(deps: Deps): Route {
  return route({
    ...auth,
    path: '/auth/password-reset/confirm',
    summary: 'Set a new password with the token of the link; every session ends',
    body: Type.Object({
      token: Type.String({ minLength: 1, maxLength: 200 }),
      password: passwordField,
    }),
    replies: { 204: null },
    errors: ['challenge-invalid', 'password-unsuitable', 'overloaded'],
    handle: async (req) => {
      const done = await confirmReset(deps, req.body);
      return isRefusal(done) ? done : reply(204, null);
    },
  });
}

function askCodeRoute(deps: Deps): Route {
  return route({
    ...auth,
    path: '/auth/otp',
    summary: 'Send six digits by mail, to sign in or to verify my e-mail',
    description:
      '`sign-in` needs `email` and answers the same for every address; `verify-email` needs a ' +
      'token, and the code goes to the e-mail of its holder.',
    body: Type.Object({
      purpose: Type.Union([Type.Literal('sign-in'), Type.Literal('verify-email')]),
      email: Type.Optional(emailField),
    }),
    replies: { 202: asked },
    errors: ['validation-failed', 'not-authenticated', 'email-missing', 'too-many-requests'],
    handle: async (req) => {
      const { ip, principal } = req;
      const { purpose, email = '' } = req.body;
      if (purpose === 'sign-in') {
        const done = await askByEmail(deps, purpose, { email, ip });
        return isRefusal(done) ? done : reply(202, done);
      }
      if (principal.kind !== 'user' && principal.kind !== 'guest') {
        return refuse('not-authenticated');
      }
      const done = await askToVerify(deps, { userId: principal.id, ip });
      return isRefusal(done) ? done : reply(202, done);
    },
  });
}

function useCodeRoute({ deps, secure }: { deps: Deps; secure: boolean }): Route {
  return route({
    ...auth,
    path: '/auth/otp/verify',
    summary: 'Use a code: a session for `sign-in`, nothing (204) for `verify-email`',
    description: 'A code has five tries. The cart of the guest comes along as with a password.',
    body: codeBody,
    replies: { 200: sessionReply, 204: null },
    errors: ['code-wrong'],
    handle: async (req) => {
      const done = await useCode(deps, req.body, entryOf(req));
      if (isRefusal(done)) return done;
      if (done === 'verified') return reply(204, null);
      return reply(200, view(done), { cookies: [cookieOf(done, secure)] });
    },
  });
}
