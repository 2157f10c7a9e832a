import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { entriesPerExport_max } from './contract.ts';
import { accounts } from './model.ts';
import type { Queries } from './queries.ts';

const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const integerOrNull = Type.Union([Type.Integer(), Type.Null()]);
const time = Type.String({ format: 'date-time', maxLength: 40 });
const account = Type.Union(accounts.map((one) => Type.Literal(one)));

const operator = { audience: 'admin', roles: ['finance'], owner: 'none' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;

const filter = {
  orderId: Type.Optional(idSchema('ord')),
  checkoutId: Type.Optional(idSchema('chk')),
  txnId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  account: Type.Optional(account),
  owner: Type.Optional(Type.String({ maxLength: 64 })),
  from: Type.Optional(time),
  to: Type.Optional(time),
};

const entryReply = Type.Object({
  txnId: text,
  lineNo: Type.Integer(),
  kind: text,
  account: text,
  owner: text,
  currency: text,
  amount: Type.Number(),
  checkoutId: textOrNull,
  orderId: textOrNull,
  orderLine: integerOrNull,
  occurredAt: text,
});

const balanceReply = Type.Object({
  account: text,
  owner: text,
  currency: text,
  balance: Type.Number(),
  entries: Type.Integer(),
});

export function ledgerRoutes(queries: Queries): Route[] {
  return [...adminReads(queries), csvRoute(queries), ...rateRoutes(queries), sellerRoute(queries)];
}

function adminReads(queries: Queries): Route[] {
  return [
    route({
      ...operator,
      ...reading,
      path: '/admin/ledger/accounts',
      summary: 'Balances of all accounts, debit positive',
      query: Type.Object({ account: Type.Optional(account), ...pageQuery }),
      replies: { 200: pageOf(balanceReply) },
      errors: ['validation-failed'],
      handle: (req) => queries.accounts(req.query),
    }),
    route({
      ...operator,
      ...reading,
      path: '/admin/ledger/entries',
      summary: 'Entries of the books, newest first: by order, account, time',
      description:
        'With orderId come all entries of its checkout: captures and refunds as well. Debit is ' +
        'positive, credit negative; the entries of one txnId sum to zero.',
      query: Type.Object({ ...filter, ...pageQuery }),
      replies: { 200: pageOf(entryReply) },
      errors: ['validation-failed'],
      handle: (req) => queries.entries(req.query),
    }),
  ];
}

function csvRoute(queries: Queries): Route {
  return route({
    ...operator,
    ...reading,
    path: '/admin/ledger/entries.csv',
    summary: `Up to ${entriesPerExport_max} entries as CSV, newest first`,
    query: Type.Object(filter),
    replies: { 200: content('text/csv') },
    errors: ['validation-failed'],
    handle: (req) => {
      const stream = queries.csv(req.query);
      if (isRefusal(stream)) return stream;
      const headers = {
        'content-disposition': 'attachment; filename="ledger.csv"',
        'cache-control': 'private, no-store',
      };
      return reply(200, stream, { headers });
    },
  });
}

const rateBody = Type.Object({
  sellerId: Type.Optional(idSchema('slr')),
  categoryId: Type.Optional(idSchema('cat')),
  /** Percent of the goods, two decimals at most. */
  percent: Type.Number({ minimum: 0, maximum: 100 }),
});

function rateRoutes(queries: Queries): Route[] {
  return [
    route({
      ...operator,
      ...reading,
      path: '/admin/commission-rates',
      summary: 'Commission rates as they are now',
      description:
        'The most particular one counts: seller and category, seller, category, neither.',
      query: Type.Object(pageQuery),
      replies: {
        200: pageOf(
          Type.Object({
            sellerId: textOrNull,
            categoryId: textOrNull,
            percent: Type.Number(),
            since: textOrNull,
            actor: text,
          }),
        ),
      },
      errors: ['validation-failed'],
      handle: (req) => queries.rates(req.query),
    }),
    route({
      ...operator,
      method: 'POST',
      limit: 'write',
      idempotency: 'accepted',
      path: '/admin/commission-rates',
      summary: 'Set a commission rate from now on; what is booked stays as it is',
      body: rateBody,
      replies: { 204: null },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { sellerId = '', categoryId = '', percent } = req.body;
        const rate_bp = Math.round(percent * 100);
        if (Math.abs(rate_bp - percent * 100) > 1e-6) {
          const detail = 'has more than two decimals';
          return refuse('validation-failed', {
            errors: [{ pointer: '/percent', in: 'body', code: 'not-valid', detail }],
          });
        }
        await queries.setRate({ sellerId, categoryId, rate_bp, actor: req.principal.id });
        return reply(204, null);
      },
    }),
  ];
}

function sellerRoute(queries: Queries): Route {
  return route({
    ...reading,
    audience: 'seller',
    owner: 'only lines and balances of sellers of the caller',
    roles: ['finance'],
    scopes: ['finance:read'],
    path: '/seller/ledger',
    summary: 'What my shop has earned: balances and statement lines, newest first',
    description:
      'goods − commission = net for a sale; the same with a minus for what came back. The ' +
      'balance is the sum of net.',
    query: Type.Object({ from: filter.from, to: filter.to, ...pageQuery }),
    replies: {
      200: Type.Object({
        balances: Type.Array(
          Type.Object({ sellerId: text, currency: text, balance: Type.Number() }),
        ),
        ...pageOf(
          Type.Object({
            txnId: text,
            lineNo: Type.Integer(),
            sellerId: text,
            kind: text,
            currency: text,
            orderId: textOrNull,
            orderLine: integerOrNull,
            goods: Type.Number(),
            commission: Type.Number(),
            net: Type.Number(),
            occurredAt: text,
          }),
        ).properties,
      }),
    },
    errors: ['validation-failed'],
    handle: (req) => queries.statement(req.sellerIds, req.query),
  });
}
