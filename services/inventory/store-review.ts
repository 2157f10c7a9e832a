/** What reconciliation and operators read of the stock. */
import type { Db, Sql } from '#kernel/db/db.ts';
import type { StockDrift } from '#services/reconciliation/contract.ts';

export interface HoldRow {
  sagaId: string;
  reservationId: string;
  status: string;
  orderId: string | null;
  lines: { variantId: string; warehouseId: string; quantity: number }[] | null;
  expiresAt: Date;
  createdAt: Date;
  /** `expires_at` in microseconds, as the key of a page. */
  place: number;
}

const COLUMNS = `
  r.saga_id as "sagaId", r.reservation_id as "reservationId", r.status,
  r.order_id as "orderId", r.expires_at as "expiresAt", r.created_at as "createdAt",
  (extract(epoch from r.expires_at) * 1000000)::bigint as place,
  (select json_agg(json_build_object('variantId', l.variant_id, 'warehouseId', l.warehouse_id,
    'quantity', l.quantity) order by l.variant_id, l.warehouse_id)
   from reservation_line l where l.saga_id = r.saga_id) as lines`;

// The index of held ones bounds it: a shop has as many as it has open checkouts.
const HELD =
  'select' +
  COLUMNS +
  ` from reservation r
where r.status = 'held'
  and ($1::bigint is null or (r.expires_at, r.saga_id) >
    (timestamptz 'epoch' + $1::bigint * interval '1 microsecond', $2))
  and r.created_at <= now() - $3 * interval '1 ms'
  and ($4::float8 is null or r.expires_at <= now() + $4 * interval '1 ms')
  and (($5::text is null and $6::text is null) or exists (
    select from reservation_line l where l.saga_id = r.saga_id
      and ($5::text is null or l.variant_id = $5) and ($6::text is null or l.warehouse_id = $6)))
order by r.expires_at, r.saga_id limit $7`;

export interface HeldFilter {
  after: { place: number; sagaId: string } | null;
  minAge_ms: number;
  variantId: string | null;
  warehouseId: string | null;
  expiresWithin_ms: number | null;
  limit: number;
}

/** Held holds, those that end first at the front. */
export async function readHeld(db: Sql, filter: HeldFilter): Promise<HoldRow[]> {
  const { after, minAge_ms, variantId, warehouseId, expiresWithin_ms, limit } = filter;
  return db.rows<HoldRow>(HELD, [
    after?.place ?? null,
    after?.sagaId ?? '',
    minAge_ms,
    expiresWithin_ms,
    variantId,
    warehouseId,
    limit,
  ]);
}

const OF = 'select' + COLUMNS + ' from reservation r where r.saga_id = any($1::text[])';

/** Holds by saga, in any status. */
export async function readHoldsOf(db: Sql, sagaIds: string[]): Promise<HoldRow[]> {
  return db.rows<HoldRow>(OF, [sagaIds]);
}

const DRIFT = `
with ledger as (
  select variant_id, warehouse_id, sum(d_on_hand)::int as on_hand, sum(d_reserved)::int as reserved
  from stock_ledger where $4::text is null or (variant_id = $4 and warehouse_id = $5)
  group by variant_id, warehouse_id
), held as (
  select l.variant_id, l.warehouse_id, sum(l.quantity)::int as units
  from reservation r join reservation_line l using (saga_id)
  where r.status = 'held' and ($4::text is null or (l.variant_id = $4 and l.warehouse_id = $5))
  group by l.variant_id, l.warehouse_id
), compared as (
  select variant_id, warehouse_id, coalesce(s.on_hand, 0) as on_hand,
    coalesce(s.reserved, 0) as reserved, coalesce(g.on_hand, 0) as ledger_on_hand,
    coalesce(g.reserved, 0) as ledger_reserved, coalesce(h.units, 0) as held
  from (select variant_id, warehouse_id, on_hand, reserved from stock
    where $4::text is null or (variant_id = $4 and warehouse_id = $5)) s
  full join ledger g using (variant_id, warehouse_id)
  full join held h using (variant_id, warehouse_id)
)
select variant_id as "variantId", warehouse_id as "warehouseId", on_hand as "onHand", reserved,
  ledger_on_hand as "ledgerOnHand", ledger_reserved as "ledgerReserved", held
from compared
where (on_hand <> ledger_on_hand or reserved <> ledger_reserved or reserved <> held)
  and ($1::text is null or (variant_id, warehouse_id) > ($1, $2))
order by variant_id, warehouse_id limit $3`;

const drift_ms_max = 60_000;

/**
 * Counters that are not what their ledger or their holds say, as of one moment. The ledger has no
 * index by counter (each order would pay for it), so it is read once from end to end: about half a
 * second for a million rows.
 */
export async function readDrift(
  db: Db,
  of: {
    after: { variantId: string; warehouseId: string } | null;
    only: { variantId: string; warehouseId: string } | null;
    limit: number;
  },
): Promise<StockDrift[]> {
  const { after, only, limit } = of;
  const values = [
    after?.variantId ?? null,
    after?.warehouseId ?? '',
    limit,
    only?.variantId ?? null,
    only?.warehouseId ?? null,
  ];
  const options = { deadline_ms: drift_ms_max, readOnly: true };
  return db.tx(async (tx) => {
    await tx.run("select set_config('enable_seqscan', 'on', true)");
    return tx.rows<StockDrift>(DRIFT, values);
  }, options);
}
