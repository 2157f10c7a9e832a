import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Commands } from './commands.ts';
import type { FaultSwitches } from './faults.ts';
import { faultsSchema, testCards } from './model.ts';
import { confirmPage, pageHeaders } from './page.ts';
import type { ChargeRow, LedgerLine } from './store.ts';

interface Deps {
  commands: Commands;
  faults: FaultSwitches;
  ledger(of: {
    before: string | null;
    paymentRef: string | null;
    limit: number;
  }): Promise<LedgerLine[]>;
}

const ledgerLine = Type.Object({
  txnId: Type.String(),
  key: Type.String(),
  kind: Type.String(),
  amount: Type.Number(),
  currency: Type.String(),
  paymentRef: Type.String(),
  at: Type.String(),
});

const cardsReply = Type.Object({
  cards: Type.Array(Type.Object({ number: Type.String(), token: Type.String() })),
});

const html = content('text/html; charset=utf-8');
const ofCharge = Type.Object({ chargeId: idSchema('gch') });
/** A path of this shop; never another site's address. */
const returnQuery = Type.Object({
  return: Type.Optional(Type.String({ pattern: '^/(?!/)[\\w/-]{0,200}$' })),
});

/** The sandbox's own pages and switches; none of this exists in production. */
export function sandboxRoutes(deps: Deps): Route[] {
  const { faults, ledger } = deps;
  const open = { prefix: '', audience: 'dev', owner: 'none', idempotency: 'none' } as const;
  return [
    ...bankRoutes(deps),
    route({
      ...open,
      method: 'GET',
      path: '/sandbox/cards',
      summary: 'Card numbers for the fields of a page, and the token that each stands for',
      limit: 'none',
      replies: { 200: cardsReply },
      errors: [],
      handle: () => reply(200, { cards: [...testCards] }),
    }),
    route({
      ...open,
      method: 'GET',
      path: '/sandbox/faults',
      summary: 'The fault switches as they are',
      limit: 'none',
      replies: { 200: faultsSchema },
      errors: [],
      handle: () => reply(200, faults.get()),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/sandbox/faults',
      summary: 'Set all fault switches; those left out are off',
      limit: 'none',
      body: faultsSchema,
      replies: { 200: faultsSchema },
      errors: [],
      handle: async ({ body }) => {
        await faults.set(body);
        return reply(200, body);
      },
    }),
    route({
      ...open,
      method: 'GET',
      path: '/sandbox/ledger',
      summary: 'Every movement of money at the sandbox gateway, newest first',
      audience: 'admin',
      limit: 'read',
      query: Type.Object({ paymentRef: Type.Optional(idSchema('pay')), ...pageQuery }),
      replies: { 200: pageOf(ledgerLine) },
      errors: ['validation-failed'],
      handle: async ({ query }) => {
        const before = idCursor(query.cursor, 'gtx');
        if (isRefusal(before)) return before;
        const { paymentRef = null, limit } = query;
        const rows = await ledger({ before, paymentRef, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.txnId]);
        return reply(200, { ...page, data: page.data.map(lineJson) });
      },
    }),
  ];
}

/** The page on which a shopper confirms a payment, and its two buttons. */
function bankRoutes({ commands }: Deps): Route[] {
  const open = {
    prefix: '',
    audience: 'dev',
    owner: 'none',
    idempotency: 'none',
    limit: 'none',
    params: ofCharge,
    query: returnQuery,
    replies: { 200: html },
    errors: ['sandbox-charge-not-found'],
  } as const;
  const page = (row: ChargeRow | undefined, chargeId: string, back: string | undefined) =>
    row
      ? reply(200, confirmPage(row, back), { headers: pageHeaders })
      : refuse('sandbox-charge-not-found', { chargeId });
  const button = (verb: 'approve' | 'decline', state: 'captured' | 'declined') =>
    route({
      ...open,
      method: 'POST',
      path: `/sandbox/3ds/:chargeId/${verb}`,
      summary: `The shopper's answer at the bank's page: ${verb}`,
      consumes: ['application/x-www-form-urlencoded', 'application/json'],
      handle: async ({ params, query }) =>
        page(await commands.decide(params.chargeId, state), params.chargeId, query.return),
    });
  return [
    route({
      ...open,
      method: 'GET',
      path: '/sandbox/3ds/:chargeId',
      summary: "The bank's page on which a shopper confirms a payment",
      handle: async ({ params, query }) =>
        page(await commands.find(params.chargeId), params.chargeId, query.return),
    }),
    button('approve', 'captured'),
    button('decline', 'declined'),
  ];
}

function lineJson({ amount_minor, at, ...line }: LedgerLine) {
  return { ...line, amount: toMajor(amount_minor, line.currency), at: at.toISOString() };
}
