/** SQL of units set aside for flash sales; the hard parts are functions in migrations/0010. */
import type { Sql } from '#kernel/db/db.ts';

export interface AllotItem {
  variantId: string;
  productId: string;
  quantity: number;
}

const ALLOT = `
/* write */ select known, short_variant, short_available
from allot($1, $2::text[], $3::text[], $4::int[], $5::json)`;

/** Sets units aside, all or none, once per sale; what there is of the variants that are short. */
export async function allot(
  db: Sql,
  { saleId, items }: { saleId: string; items: readonly AllotItem[] },
  meta: string,
): Promise<Map<string, number>> {
  const row = await db.row<{ short_variant: string[]; short_available: number[] }>(ALLOT, [
    saleId,
    items.map((one) => one.variantId),
    items.map((one) => one.productId),
    items.map((one) => one.quantity),
    meta,
  ]);
  const short = row?.short_variant ?? [];
  return new Map(short.map((variantId, at) => [variantId, row?.short_available[at] ?? 0]));
}

const END = `/* write */ select end_allotment($1, $2::json)`;

/** Gives back what nobody has of a sale's units. A repeat changes nothing. */
export async function endAllotment(db: Sql, saleId: string, meta: string): Promise<void> {
  await db.row(END, [saleId, meta]);
}

export interface UnitRequest {
  sagaId: string;
  reservationId: string;
  ttl_ms: number;
  saleId: string;
  tokenId: string;
  variantId: string;
  quantity: number;
  meta: string;
}

export type UnitResult =
  | {
      kind: 'held';
      expiresAt: string;
      takes: { variantId: string; warehouseId: string; quantity: number }[];
    }
  | { kind: 'none' | 'known' };

interface UnitRow {
  known: number[];
  take_request: number[];
  take_warehouse: string[];
  take_quantity: number[];
  held_at: Date;
}

const HOLD_UNITS = `
/* write */ select known, take_request, take_warehouse, take_quantity, held_at
from hold_units($1::text[], $2::text[], $3::int[], $4::json[], $5::text[], $6::text[],
  $7::text[], $8::int[])`;

/** Holds units of sales for tokens, one statement for all. Sagas and tokens must differ. */
export async function holdUnits(db: Sql, requests: UnitRequest[]): Promise<UnitResult[]> {
  const row = await db.row<UnitRow>(HOLD_UNITS, [
    requests.map((one) => one.sagaId),
    requests.map((one) => one.reservationId),
    requests.map((one) => one.ttl_ms),
    requests.map((one) => one.meta),
    requests.map((one) => one.saleId),
    requests.map((one) => one.tokenId),
    requests.map((one) => one.variantId),
    requests.map((one) => one.quantity),
  ]);
  const results = requests.map((): UnitResult => ({ kind: 'none' }));
  for (const n of row?.known ?? []) results[n - 1] = { kind: 'known' };
  row?.take_request.forEach((n, at) => {
    const request = requests[n - 1];
    const warehouseId = row.take_warehouse[at];
    const quantity = row.take_quantity[at];
    if (!request || warehouseId === undefined || quantity === undefined) return;
    const take = { variantId: request.variantId, warehouseId, quantity };
    const known = results[n - 1];
    if (known?.kind === 'held') known.takes.push(take);
    else {
      const expiresAt = new Date(row.held_at.getTime() + request.ttl_ms).toISOString();
      results[n - 1] = { kind: 'held', expiresAt, takes: [take] };
    }
  });
  return results;
}

export type UnitState = 'held' | 'sold' | 'back' | 'void';

const SETTLE = `
/* write */ select token_id as "tokenId", state
from settle_units($1::text[], $2::text[], $3::boolean[])`;

/** What became of tokens; those to be made void that have no unit never get one again. */
export async function settleUnits(
  db: Sql,
  units: readonly { tokenId: string; saleId: string; makeVoid: boolean }[],
): Promise<{ tokenId: string; state: UnitState }[]> {
  return db.rows(SETTLE, [
    units.map((one) => one.tokenId),
    units.map((one) => one.saleId),
    units.map((one) => one.makeVoid),
  ]);
}

const POOLS = `
select variant_id as "variantId", sum(allotted)::int as allotted, sum(free)::int as free,
  sum(returned)::int as returned
from sale_pool_line where sale_id = $1 group by variant_id order by variant_id limit $2`;

export interface Pool {
  variantId: string;
  allotted: number;
  free: number;
  returned: number;
}

/** How the units of a sale stand. */
export async function readPools(db: Sql, saleId: string, max: number): Promise<Pool[]> {
  return db.rows<Pool>(POOLS, [saleId, max]);
}
