// Credit over HTTP: operators issue it, people look at it, and codes are looked up and redeemed.
import { Type } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { fromMajor, isCurrency, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Commands } from './commands.ts';
import type { Queries } from './queries.ts';

interface Deps {
  commands: Commands;
  queries: Queries;
  clock: Clock;
  isPerson(userId: string): Promise<boolean>;
}

const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const amount = Type.Number({ exclusiveMinimum: 0, maximum: 1e12 });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const code = Type.String({ minLength: 1, maxLength: 100 });

const operator = { audience: 'admin', roles: ['finance', 'support'], owner: 'none' } as const;

export function creditRoutes(deps: Deps): Route[] {
  return [...cardRoutes(deps), creditRoute(deps), ...bearerRoutes(deps), mineRoute(deps)];
}

function field(name: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer: `/${name}`, in: 'body', code: 'not-valid', detail }],
  });
}

/** Minor units of what somebody typed; refuses an unknown currency and too many decimals. */
function minorOf(body: { amount: number; currency: string }) {
  if (!isCurrency(body.currency)) return field('currency', 'is no currency of this shop');
  return fromMajor(body.amount, body.currency);
}

const cardBody = Type.Object({
  amount,
  currency,
  expiresAt: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
  note: Type.Optional(Type.String({ maxLength: 200 })),
});

const requestKey = Type.String({ minLength: 1, maxLength: 255, pattern: '^[!-~]+$' });

const cardReply = Type.Object({
  cardId: text,
  last4: text,
  currency: text,
  amount: Type.Number(),
  balance: Type.Number(),
  available: Type.Number(),
  expiresAt: textOrNull,
  issuedBy: text,
  note: textOrNull,
  createdAt: text,
});

function cardRoutes({ commands, queries, clock }: Deps): Route[] {
  return [
    route({
      ...operator,
      method: 'POST',
      path: '/admin/gift-cards',
      summary: 'Issue a gift card; its code is told once',
      limit: 'write',
      description:
        'With an Idempotency-Key a repeat gives the same card and code, for as long as the card ' +
        'is there. The code is kept nowhere.',
      // A stored reply would keep the code; the command itself knows its key.
      idempotency: 'none',
      headers: Type.Object({ 'idempotency-key': Type.Optional(requestKey) }),
      body: cardBody,
      replies: {
        201: Type.Object({
          cardId: text,
          code: text,
          last4: text,
          amount: Type.Number(),
          currency: text,
          expiresAt: textOrNull,
        }),
      },
      errors: ['validation-failed', 'amount-precision', 'idempotency-key-reused', 'conflict'],
      handle: async (req) => {
        const amount_minor = minorOf(req.body);
        if (isRefusal(amount_minor)) return amount_minor;
        const { expiresAt: until, note = null } = req.body;
        const expiresAt = until === undefined ? null : new Date(until);
        if (expiresAt && !(expiresAt.getTime() > clock.now())) {
          return field('expiresAt', 'is no time to come');
        }
        const key = req.headers['idempotency-key'] ?? null;
        const wish = { amount_minor, currency: req.body.currency, expiresAt, note };
        const by = { actor: req.principal.id, requestKey: key };
        const card = await commands.issueCard({ ...wish, ...by });
        const { accountId: cardId, code: told, last4 } = card;
        const body = { cardId, code: told, last4, amount: req.body.amount };
        const more = { currency: wish.currency, expiresAt: expiresAt?.toISOString() ?? null };
        return reply(201, { ...body, ...more }, { headers: { 'cache-control': 'no-store' } });
      },
    }),
    route({
      ...operator,
      method: 'GET',
      path: '/admin/gift-cards',
      summary: 'Gift cards, newest first, without their codes',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object({
        last4: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{4}$' })),
        ...pageQuery,
      }),
      replies: { 200: pageOf(cardReply) },
      errors: ['validation-failed'],
      handle: (req) => queries.cards(req.query),
    }),
  ];
}

function creditRoute({ commands, isPerson }: Deps): Route {
  return route({
    ...operator,
    method: 'POST',
    path: '/admin/users/:userId/credit',
    summary: 'Give a person store credit',
    limit: 'write',
    idempotency: 'required',
    params: Type.Object({ userId: idSchema('usr') }),
    body: Type.Object({
      amount,
      currency,
      reason: Type.String({ minLength: 1, maxLength: 200 }),
    }),
    replies: { 201: Type.Object({ accountId: text, balance: Type.Number(), currency: text }) },
    errors: ['validation-failed', 'amount-precision', 'not-found'],
    handle: async (req) => {
      const amount_minor = minorOf(req.body);
      if (isRefusal(amount_minor)) return amount_minor;
      const { currency: unit, reason } = req.body;
      const { userId } = req.params;
      const actor = req.principal.id;
      if (!(await isPerson(userId))) return refuse('not-found', { userId });
      const requestKey = req.idempotencyKey ?? newId('key');
      const wish = { userId, amount_minor, currency: unit, reason, actor, requestKey };
      const done = await commands.issueCredit(wish);
      const balance = toMajor(done.balance_minor, unit);
      return reply(201, { accountId: done.accountId, balance, currency: unit });
    },
  });
}

function bearerRoutes({ commands }: Deps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/gift-cards/lookup',
      summary: 'What is left on a gift card',
      audience: 'public',
      owner: 'who knows the code',
      limit: 'auth',
      idempotency: 'none',
      body: Type.Object({ code }),
      replies: {
        200: Type.Object({
          last4: text,
          balance: Type.Number(),
          currency: text,
          expiresAt: textOrNull,
        }),
      },
      errors: ['gift-card-not-found', 'gift-card-expired'],
      handle: async (req) => {
        const card = await commands.card(req.body);
        if (isRefusal(card)) return card;
        const { last4, expiresAt, available_minor } = card;
        const balance = toMajor(available_minor, card.currency);
        return { last4, balance, currency: card.currency, expiresAt };
      },
    }),
    route({
      method: 'POST',
      path: '/gift-cards/redeem',
      summary: 'Move what is left on a gift card to my store credit',
      audience: 'user',
      owner: 'who knows the code; the credit is the caller’s',
      limit: 'auth',
      idempotency: 'accepted',
      body: Type.Object({ code }),
      replies: {
        200: Type.Object({ amount: Type.Number(), balance: Type.Number(), currency: text }),
      },
      errors: ['gift-card-not-found', 'gift-card-expired', 'credit-too-low'],
      handle: async (req) => {
        const done = await commands.redeem({ userId: req.principal.id, code: req.body.code });
        if (isRefusal(done)) return done;
        const major = (minor: number) => toMajor(minor, done.currency);
        const { amount_minor, balance_minor } = done;
        const body = { amount: major(amount_minor), balance: major(balance_minor) };
        return { ...body, currency: done.currency };
      },
    }),
  ];
}

function mineRoute({ queries }: Deps): Route {
  return route({
    method: 'GET',
    path: '/me/credit',
    summary: 'My store credit by currency, and what it gained and lost, newest first',
    audience: 'guest',
    owner: 'only accounts of the caller',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object(pageQuery),
    replies: {
      200: Type.Object({
        accounts: Type.Array(
          Type.Object({ currency: text, balance: Type.Number(), available: Type.Number() }),
        ),
        ...pageOf(
          Type.Object({
            movementId: text,
            kind: text,
            amount: Type.Number(),
            currency: text,
            checkoutId: textOrNull,
            reason: textOrNull,
            at: text,
          }),
        ).properties,
      }),
    },
    errors: ['validation-failed'],
    handle: (req) => queries.mine(req.principal.id, req.query),
  });
}
