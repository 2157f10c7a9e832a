// A sale as tests drive one over HTTP: an operator, people with verified addresses, and the wait
// for what the keeper does in its own time.
import assert from 'node:assert/strict';
import type pg from 'pg';
import { newSecretId } from '#kernel/core/id.ts';
import type { Answer, App, Shop } from './app.ts';

export interface Person {
  userId: string;
  token: string;
  addressId: string;
  /** In the line; '' before. */
  ticket: string;
  number: number;
}

export interface Rig {
  app: App;
  shop: Shop;
  sql: pg.Pool;
}

/** A guest who has proved an address and lives in a house of their own. */
export async function person({ shop, sql }: Rig): Promise<Person> {
  const one = await shop.shopper();
  const tag = newSecretId('x').slice(-12);
  await sql.query(
    `update identity.account set email = $2, email_verified_at = now() where user_id = $1`,
    [one.userId, `p-${tag}@example.test`],
  );
  await sql.query('update identity.address set line1 = $2 where user_id = $1', [one.userId, tag]);
  return { ...one, ticket: '', number: -1 };
}

interface PlannedFor {
  items: { variantId: string; quantity: number; price?: number }[];
  plan?: Record<string, unknown>;
}

/** A plan whose line opens and starts when it is told to, in an hour otherwise. */
export function planOf({ items, plan = {} }: PlannedFor): Record<string, unknown> {
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return {
    name: 'A sale',
    rules: 'One each.',
    currency: 'USD',
    preQueueAt: soon(30),
    startsAt: soon(60),
    endsAt: soon(120),
    ratePerMinute: 60_000,
    items: items.map((one) => ({ price: 10, ...one })),
    ...plan,
  };
}

/** What operators do, each with the version of the sale as it stands. */
export function deskOf({ app, shop }: Pick<Rig, 'app' | 'shop'>) {
  const token = shop.adminToken;
  const read = (saleId: string) => app.get(`/admin/flash-sales/${saleId}`, { token });
  const act = async (saleId: string, verb: string, body?: unknown): Promise<Answer> => {
    const { etag } = (await read(saleId)).headers;
    const headers = { 'if-match': String(etag) };
    const rest = body === undefined ? {} : { body };
    return app.post(`/admin/flash-sales/${saleId}/${verb}`, { token, headers, ...rest });
  };
  const create = (of: PlannedFor) => app.post('/admin/flash-sales', { token, body: planOf(of) });
  return {
    read,
    act,
    create,
    /** Planned and announced. */
    async announced(of: PlannedFor): Promise<string> {
      const made = await create(of);
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const shown = await act(made.body.saleId, 'announce');
      assert.equal(shown.status, 200, JSON.stringify(shown.body));
      return made.body.saleId as string;
    },
  };
}

/** Looks until it is so; fails after a minute. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) assert.fail(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const markOf = async ({ app }: Rig, saleId: string) =>
  (await app.get(`/flash-sales/${saleId}/watermark`)).body;

/** The watermark once it says so. */
export const markWhen = (rig: Rig, saleId: string, isSo: (mark: Answer['body']) => boolean) =>
  until('the watermark', async () => {
    const mark = await markOf(rig, saleId);
    return isSo(mark) ? mark : undefined;
  });

/** Joins the line; it must be possible. */
export async function join({ app }: Rig, saleId: string, one: Person): Promise<Person> {
  const answer = await app.post(`/flash-sales/${saleId}/join`, { token: one.token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  one.ticket = answer.body.ticket;
  one.number = answer.body.number;
  return one;
}

export const claim = (
  { app }: Rig,
  saleId: string,
  of: { by: Person; variantId: string; ticket?: string; quantity?: number },
) => {
  const { by, variantId, ticket = by.ticket, quantity } = of;
  const body = { ticket, variantId, ...(quantity === undefined ? {} : { quantity }) };
  return app.post(`/flash-sales/${saleId}/claim`, { token: by.token, body });
};
