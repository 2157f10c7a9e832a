import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { cursorOf, idCursor, pageFrom } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import { personalItemsPerPage_max, type PersonalPage } from '#services/identity/contract.ts';
import * as read from './store-read.ts';
import { accountsOf } from './store.ts';

const MOVEMENTS_MAX = 100;

export type Queries = ReturnType<typeof creditQueries>;

/** The read path of credit: one or two statements each. */
export function creditQueries({ db }: RoomContext) {
  async function mine(userId: string, query: { cursor?: string; limit: number }) {
    const before = keyOf(query.cursor);
    if (isRefusal(before)) return before;
    const [accounts, rows] = await Promise.all([
      accountsOf(db, userId),
      read.movementsOf(db, { userId, before, limit: query.limit + 1 }),
    ]);
    const page = pageFrom(rows, query.limit, (row) => [row.at.toISOString(), row.movementId]);
    return {
      accounts: accounts.map(({ currency, balance_minor, held_minor }) => ({
        currency,
        balance: toMajor(balance_minor, currency),
        available: toMajor(balance_minor - held_minor, currency),
      })),
      ...page,
      data: page.data.map(movementJson),
    };
  }

  async function cards(query: { cursor?: string; last4?: string; limit: number }) {
    const before = idCursor(query.cursor, 'gft');
    if (isRefusal(before)) return before;
    const last4 = query.last4 ?? null;
    const rows = await read.listCards(db, { before, last4, limit: query.limit + 1 });
    const page = pageFrom(rows, query.limit, (row) => [row.accountId]);
    return { ...page, data: page.data.map(cardJson) };
  }

  async function movements(of: { since: string; after: string | null }) {
    const after = of.after === null ? null : keyOf(of.after);
    if (isRefusal(after)) return { movements: [], next: null };
    const limit = MOVEMENTS_MAX;
    const rows = await read.movementsSince(db, { since: new Date(of.since), after, limit });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last ? cursorOf([last.at.toISOString(), last.movementId]) : null;
    return { movements: rows.map((row) => ({ ...row, at: row.at.toISOString() })), next };
  }

  /** One page of what this room holds about a person. */
  async function personalData(of: { userId: string; after: string | null }): Promise<PersonalPage> {
    const before = of.after === null ? null : keyOf(of.after);
    if (isRefusal(before)) return { items: [], next: null };
    const limit = personalItemsPerPage_max;
    const rows = await read.movementsOf(db, { userId: of.userId, before, limit });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const items = rows.map((row) => ({ kind: 'store-credit', data: movementJson(row) }));
    const next = last ? cursorOf([last.at.toISOString(), last.movementId]) : null;
    return { items, next };
  }

  return { mine, cards, movements, personalData };
}

/** Time and id in a cursor; null where there is none. */
function keyOf(
  text: string | undefined,
): readonly [string, string] | null | Refusal<'validation-failed'> {
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === 2) {
      const [at, id] = key as unknown[];
      const fits = typeof at === 'string' && typeof id === 'string';
      if (fits && !Number.isNaN(Date.parse(at))) return [at, id];
    }
  } catch {
    // no JSON: the same answer as for any other text
  }
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

function movementJson(row: read.MovementRow) {
  const { movementId, kind, amount_minor, currency, checkoutId, at } = row;
  // Of a refund the reason is the payment's key, which is nobody's business.
  const reason = kind === 'issue' ? row.reason : null;
  const amount = toMajor(amount_minor, currency);
  return { movementId, kind, amount, currency, checkoutId, reason, at: at.toISOString() };
}

function cardJson(row: read.CardRow) {
  const { accountId: cardId, last4, currency, issuedBy, note } = row;
  return {
    cardId,
    last4,
    currency,
    amount: toMajor(row.amount_minor, currency),
    balance: toMajor(row.balance_minor, currency),
    available: toMajor(row.balance_minor - row.held_minor, currency),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    issuedBy,
    note,
    createdAt: row.createdAt.toISOString(),
  };
}
