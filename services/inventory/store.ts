// All SQL of inventory. The hard parts are functions in migrations/, called with arrays: one
// statement, one lock per counter, however many checkouts it serves.
import type { Sql } from '#kernel/db/db.ts';
import type { Adjustment, Take, TakenBack, Warehouse } from './contract.ts';

export interface HoldRequest {
  sagaId: string;
  reservationId: string;
  ttl_ms: number;
  /** Variants must differ within one request. */
  lines: readonly { variantId: string; productId: string; quantity: number }[];
  /** Warehouse ids, best first. */
  preference: readonly string[];
  meta: string;
}

export interface Shortage {
  variantId: string;
  requested: number;
  available: number;
}

export type HoldResult =
  | { kind: 'held'; reservationId: string; expiresAt: string; lines: Take[] }
  | { kind: 'short'; items: Shortage[] }
  | { kind: 'known' };

interface HoldRow {
  known: number[];
  take_line: number[];
  take_warehouse: string[];
  take_quantity: number[];
  short_line: number[];
  short_available: number[];
  held_at: Date;
}

const HOLD = `
/* write */ select known, take_line, take_warehouse, take_quantity, short_line,
  short_available, held_at
from hold_batch($1::text[], $2::text[], $3::int[], $4::json[], $5::int[],
  $6::int[], $7::text[], $8::int[], $9::text[], $10::int[], $11::int[], $12::text[])`;

/** Holds for many checkouts in arrival order: one statement, one lock per counter. */
export async function holdBatch(db: Sql, requests: HoldRequest[]): Promise<HoldResult[]> {
  const plan = planHolds(requests);
  const row = await db.row<HoldRow>(HOLD, [
    requests.map((one) => one.sagaId),
    requests.map((one) => one.reservationId),
    requests.map((one) => one.ttl_ms),
    requests.map((one) => one.meta),
    plan.first,
    plan.lines.map((line) => line.pair),
    plan.lines.map((line) => line.productId),
    plan.lines.map((line) => line.quantity),
    plan.pairs.map((pair) => pair.variantId),
    plan.pairs.map((pair) => pair.place),
    plan.ranks.map((rank) => rank.place),
    plan.ranks.map((rank) => rank.warehouseId),
  ]);
  return row ? readHolds(requests, plan, row) : [];
}

interface HoldPlan {
  /** 1-based number of each request's first line, and one more behind the last. */
  first: number[];
  lines: {
    request: number;
    pair: number;
    variantId: string;
    productId: string;
    quantity: number;
  }[];
  pairs: { variantId: string; place: number }[];
  ranks: { place: number; warehouseId: string }[];
}

/** Requests as the function wants them: what many have in common is sent once. */
function planHolds(requests: HoldRequest[]): HoldPlan {
  const plan: HoldPlan = { first: [], lines: [], pairs: [], ranks: [] };
  const places = new Map<readonly string[], number>();
  const pairs = new Map<string, number>();
  requests.forEach(({ lines, preference }, index) => {
    plan.first.push(plan.lines.length + 1);
    let place = places.get(preference);
    if (place === undefined) {
      place = places.size + 1;
      places.set(preference, place);
      for (const warehouseId of preference) plan.ranks.push({ place, warehouseId });
    }
    for (const { variantId, productId, quantity } of lines) {
      const key = `${place}:${variantId}`;
      let pair = pairs.get(key);
      if (pair === undefined) {
        pair = pairs.size + 1;
        pairs.set(key, pair);
        plan.pairs.push({ variantId, place });
      }
      plan.lines.push({ request: index, pair, variantId, productId, quantity });
    }
  });
  plan.first.push(plan.lines.length + 1);
  return plan;
}

function readHolds(requests: HoldRequest[], plan: HoldPlan, row: HoldRow): HoldResult[] {
  const held_ms = row.held_at.getTime();
  const results = requests.map((request): HoldResult => {
    const expiresAt = new Date(held_ms + request.ttl_ms).toISOString();
    return { kind: 'held', reservationId: request.reservationId, expiresAt, lines: [] };
  });
  for (const n of row.known) results[n - 1] = { kind: 'known' };
  row.take_line.forEach((lineNo, index) => {
    const line = plan.lines[lineNo - 1];
    const result = line && results[line.request];
    const warehouseId = row.take_warehouse[index];
    const quantity = row.take_quantity[index];
    if (result?.kind !== 'held' || warehouseId === undefined || quantity === undefined) return;
    result.lines.push({ variantId: line?.variantId ?? '', warehouseId, quantity });
  });
  row.short_line.forEach((lineNo, index) => {
    const line = plan.lines[lineNo - 1];
    if (!line) return;
    const { variantId, quantity: requested } = line;
    const item = { variantId, requested, available: row.short_available[index] ?? 0 };
    const known = results[line.request];
    if (known?.kind === 'short') known.items.push(item);
    else results[line.request] = { kind: 'short', items: [item] };
  });
  return results;
}

export interface StoredHold {
  sagaId: string;
  reservationId: string;
  status: 'held' | 'consumed' | 'released' | 'expired';
  expiresAt: Date;
  lines: Take[];
}

const RESERVATIONS = `
select r.saga_id as "sagaId", r.reservation_id as "reservationId", r.status,
  r.expires_at as "expiresAt",
  (select json_agg(json_build_object('variantId', l.variant_id, 'warehouseId', l.warehouse_id,
    'quantity', l.quantity) order by l.variant_id, l.warehouse_id)
   from reservation_line l where l.saga_id = r.saga_id) as lines
from reservation r where r.saga_id = any($1::text[])`;

/** Reservations with their lines, by saga. */
export async function readReservations(db: Sql, sagaIds: string[]): Promise<StoredHold[]> {
  return db.rows<StoredHold>(RESERVATIONS, [sagaIds]);
}

// Units that have left need no more time: whoever asks again after a crash must not hear that
// they are gone.
const EXTEND = `
update reservation r set expires_at = case r.status when 'consumed' then r.expires_at
  else greatest(r.expires_at, now() + i.ms * interval '1 ms') end
from (select saga_id, max(ms) as ms from unnest($1::text[], $2::int[]) as t(saga_id, ms)
  group by saga_id order by saga_id) i
where r.saga_id = i.saga_id and r.status in ('held', 'consumed')
returning r.saga_id as "sagaId", r.expires_at as "expiresAt"`;

/** Moves deadlines of held reservations, never to earlier. Gives those held or consumed. */
export async function extendBatch(
  db: Sql,
  items: { sagaId: string; ttl_ms: number }[],
): Promise<Map<string, Date>> {
  const rows = await db.rows<{ sagaId: string; expiresAt: Date }>(EXTEND, [
    items.map((one) => one.sagaId),
    items.map((one) => one.ttl_ms),
  ]);
  return new Map(rows.map((row) => [row.sagaId, row.expiresAt]));
}

const CONFIRM = `
/* write */ select found_saga, found_status
from confirm_batch($1::text[], $2::text[], $3::json[])`;

/** Consumes held reservations; gives the status each known one was found in. */
export async function confirmBatch(
  db: Sql,
  items: { sagaId: string; orderId: string; meta: string }[],
): Promise<Map<string, StoredHold['status']>> {
  const row = await db.row<{ found_saga: string[]; found_status: StoredHold['status'][] }>(
    CONFIRM,
    [items.map((one) => one.sagaId), items.map((one) => one.orderId), items.map((one) => one.meta)],
  );
  const found = new Map<string, StoredHold['status']>();
  row?.found_saga.forEach((sagaId, index) => {
    const status = row.found_status[index];
    if (status) found.set(sagaId, status);
  });
  return found;
}

const REACQUIRE = `/* write */ select reacquire($1, $2, $3::json) as done`;

/** Takes a lapsed reservation's units again and consumes them; false when stock is too low. */
export async function reacquire(
  db: Sql,
  item: { sagaId: string; orderId: string; meta: string },
): Promise<boolean> {
  const row = await db.row<{ done: boolean }>(REACQUIRE, [item.sagaId, item.orderId, item.meta]);
  return row?.done ?? false;
}

const RELEASE = `
/* write */ select release_for_good($1::text[], $2::text[], $3::json[]) as released`;

/**
 * Gives units of held reservations back; the sagas released by this call. One that has none is
 * kept as released: a hold that is still on its way comes too late.
 */
export async function releaseBatch(
  db: Sql,
  items: { sagaId: string; reason: string; meta: string }[],
): Promise<Set<string>> {
  const row = await db.row<{ released: string[] }>(RELEASE, [
    items.map((one) => one.sagaId),
    items.map((one) => one.reason),
    items.map((one) => one.meta),
  ]);
  return new Set(row?.released);
}

const EXPIRE = `/* write */ select expire_batch($1, $2::json) as released`;

/** Releases holds past their deadline, oldest first, at most `max`. */
export async function expireBatch(db: Sql, max: number, meta: string): Promise<string[]> {
  return (await db.row<{ released: string[] }>(EXPIRE, [max, meta]))?.released ?? [];
}

const RESTOCK = `/* write */ select restock_batch($1::text[], $2::json) as counters`;

/** Puts units of cancelled orders back, once per order; the number of counters changed. */
export async function restockOrders(db: Sql, orderIds: string[], meta: string): Promise<number> {
  return (await db.row<{ counters: number }>(RESTOCK, [orderIds, meta]))?.counters ?? 0;
}

const RESTOCK_LINES = `
/* write */ select restock_lines($1::text[], $2::text[], $3::json) as counters`;

/** The same for single lines, once each; cancelling the rest later leaves them out. */
export async function restockLines(
  db: Sql,
  lines: readonly { orderId: string; variantId: string }[],
  meta: string,
): Promise<number> {
  const values = [lines.map((one) => one.orderId), lines.map((one) => one.variantId), meta];
  return (await db.row<{ counters: number }>(RESTOCK_LINES, values))?.counters ?? 0;
}

const ADJUST = `
/* write */ select n, applied, known, on_hand as "onHand", available
from adjust_batch($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[],
  $7::text[], $8::json)`;

export interface AdjustRow {
  n: number;
  applied: boolean;
  known: boolean;
  onHand: number;
  available: number;
}

/** Applies stock deltas, each once per ref; positional. */
export async function adjustBatch(
  db: Sql,
  items: Adjustment[],
  meta: string,
): Promise<AdjustRow[]> {
  return db.rows<AdjustRow>(ADJUST, [
    items.map((one) => one.ref),
    items.map((one) => one.variantId),
    items.map((one) => one.productId),
    items.map((one) => one.sellerId),
    items.map((one) => one.warehouseId),
    items.map((one) => one.delta),
    items.map((one) => one.reason),
    meta,
  ]);
}

const TAKE_BACK = `
/* write */ select take_back_batch($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
  $6::int[], $7::int[], $8::json) as booked`;

/** Books returned units, each line once per ref; how many lines were new. */
export async function takeBackBatch(db: Sql, lines: TakenBack[], meta: string): Promise<number> {
  const row = await db.row<{ booked: number }>(TAKE_BACK, [
    lines.map((one) => one.ref),
    lines.map((one) => one.variantId),
    lines.map((one) => one.productId),
    lines.map((one) => one.sellerId),
    lines.map((one) => one.warehouseId),
    lines.map((one) => one.restock),
    lines.map((one) => one.writeOff),
    meta,
  ]);
  return row?.booked ?? 0;
}

const AVAILABLE = `
select variant_id as "variantId", sum(on_hand - reserved)::int as available,
  sum(reserved)::int as held
from stock where variant_id = any($1::text[]) group by variant_id`;

export interface Available {
  variantId: string;
  available: number;
  held: number;
}

/** Free and held units over all warehouses. Variants without a counter are left out. */
export async function readAvailable(
  db: Sql,
  variantIds: string[],
): Promise<Map<string, Available>> {
  const rows = await db.rows<Available>(AVAILABLE, [variantIds]);
  return new Map(rows.map((row) => [row.variantId, row]));
}

const WAREHOUSES = `
select warehouse_id as "warehouseId", name, latitude, longitude, country, state,
  seller_id as "sellerId"
from warehouse order by warehouse_id limit 5000`;

/** All warehouses (5,000 at most). */
export async function readWarehouses(db: Sql): Promise<Warehouse[]> {
  return db.rows<Warehouse>(WAREHOUSES);
}

const ADD_WAREHOUSES = `
insert into warehouse (warehouse_id, name, latitude, longitude, country, state, seller_id)
select * from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[], $6::text[],
  $7::text[])
on conflict (warehouse_id) do nothing`;

/** Adds warehouses that are not there yet; the number added. */
export async function insertWarehouses(db: Sql, warehouses: Warehouse[]): Promise<number> {
  return db.run(ADD_WAREHOUSES, [
    warehouses.map((one) => one.warehouseId),
    warehouses.map((one) => one.name),
    warehouses.map((one) => one.latitude),
    warehouses.map((one) => one.longitude),
    warehouses.map((one) => one.country),
    warehouses.map((one) => one.state),
    warehouses.map((one) => one.sellerId),
  ]);
}

const LEVELS = `
select variant_id as "variantId", warehouse_id as "warehouseId", product_id as "productId",
  seller_id as "sellerId", on_hand as "onHand", reserved, on_hand - reserved as available,
  low_at as "lowAt"
from stock
where ($1::text[] is null or seller_id = any($1)) and ($2::text[] is null or variant_id = any($2))
  and (variant_id, warehouse_id) > ($3, $4)
order by variant_id, warehouse_id limit $5`;

export interface Level {
  variantId: string;
  warehouseId: string;
  productId: string;
  sellerId: string;
  onHand: number;
  reserved: number;
  available: number;
  lowAt: number;
}

/** Counters in key order after (variant, warehouse); of some sellers or of all (null). */
export async function readLevels(
  db: Sql,
  filter: {
    sellerIds: string[] | null;
    /** null: all. */
    variantIds: string[] | null;
    after: { variantId: string; warehouseId: string };
    limit: number;
  },
): Promise<Level[]> {
  const { sellerIds, variantIds, after, limit } = filter;
  return db.rows<Level>(LEVELS, [sellerIds, variantIds, after.variantId, after.warehouseId, limit]);
}
