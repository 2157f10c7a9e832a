/** SQL of sales and their plans. The line, tickets and tokens are in store-line.ts. */
import type { Sql } from '#kernel/db/db.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import type { SaleState } from './model-watermark.ts';

export interface SaleItem {
  variantId: string;
  productId: string;
  sellerId: string;
  name: string;
  imageUrl: string | null;
  weight_g: number;
  taxClass: TaxClass | null;
  quantity: number;
  price_minor: number;
  base_minor: number;
  held: number;
  sold: number;
}

/** What a plan sets of an item. */
export type PlannedItem = Omit<SaleItem, 'held' | 'sold'>;

export interface SalePlan {
  name: string;
  rules: string;
  currency: string;
  preQueueAt: Date;
  startsAt: Date;
  endsAt: Date;
  claim_s: number;
  token_s: number;
  checkout_s: number;
  perPerson: number;
  perAddress: number;
  ratePerMinute: number;
}

export interface SaleRow extends SalePlan {
  saleId: string;
  state: SaleState;
  seed: string;
  seedHash: string;
  ticketKey: string;
  moving: 'out' | 'back' | null;
  version: number;
  updatedAt: Date;
  tickets: number;
  drawn: number | null;
  released: number;
  allocation: number;
  held: number;
  sold: number;
  message: string | null;
  messageAt: Date | null;
  items: SaleItem[];
}

const COLUMNS = `
s.sale_id as "saleId", s.name, s.rules, s.currency, s.pre_queue_at as "preQueueAt",
s.starts_at as "startsAt", s.ends_at as "endsAt", s.claim_s, s.token_s, s.checkout_s,
s.per_person as "perPerson", s.per_address as "perAddress", s.seed, s.seed_hash as "seedHash",
s.ticket_key as "ticketKey", s.moving, s.version, s.updated_at as "updatedAt", l.state,
l.rate_per_minute as "ratePerMinute", l.tickets, l.drawn, l.released, l.allocation, l.held, l.sold,
l.message, l.message_at as "messageAt",
(select json_agg(json_build_object('variantId', i.variant_id, 'productId', i.product_id,
  'sellerId', i.seller_id, 'name', i.name, 'imageUrl', i.image_url, 'weight_g', i.weight_g,
  'taxClass', i.tax_class, 'quantity', i.quantity, 'price_minor', i.price_minor,
  'base_minor', i.base_minor, 'held', i.held, 'sold', i.sold) order by i.variant_id)
  from sale_item i where i.sale_id = s.sale_id) as items`;

const ONE = 'select' + COLUMNS + ' from sale s join line l using (sale_id) where s.sale_id = $1';

export async function readSale(sql: Sql, saleId: string): Promise<SaleRow | undefined> {
  return sql.row<SaleRow>(ONE, [saleId]);
}

const PAGE =
  'select' +
  COLUMNS +
  ` from sale s join line l using (sale_id)
where s.sale_id < $1 and (not $2::boolean or l.state <> 'DRAFT')
order by s.sale_id desc limit $3`;

/** Sales below this id, the newest first; drafts where they are wanted. */
export async function pageSales(
  sql: Sql,
  of: { below: string; announced: boolean; limit: number },
): Promise<SaleRow[]> {
  return sql.rows<SaleRow>(PAGE, [of.below, of.announced, of.limit]);
}

const ITEMS = `
insert into sale_item (sale_id, variant_id, product_id, seller_id, name, image_url, weight_g,
  tax_class, quantity, price_minor, base_minor)
select $1, i."variantId", i."productId", i."sellerId", i.name, i."imageUrl", i.weight_g,
  i."taxClass", i.quantity, i.price_minor, i.base_minor
from json_to_recordset($2::json) as i("variantId" text, "productId" text, "sellerId" text,
  name text, "imageUrl" text, weight_g int, "taxClass" text, quantity int, price_minor bigint,
  base_minor bigint)`;

export interface NewSale {
  saleId: string;
  plan: SalePlan;
  items: readonly PlannedItem[];
  seed: string;
  seedHash: string;
  ticketKey: string;
  actor: string;
}

const planValues = (plan: SalePlan) => [
  plan.name,
  plan.rules,
  plan.currency,
  plan.preQueueAt,
  plan.startsAt,
  plan.endsAt,
  plan.claim_s,
  plan.token_s,
  plan.checkout_s,
  plan.perPerson,
  plan.perAddress,
];

/** A draft. Three statements; run it in a transaction. */
export async function insertSale(tx: Sql, sale: NewSale): Promise<void> {
  const { saleId, plan, items, seed, seedHash, ticketKey, actor } = sale;
  await tx.run(
    `insert into sale (sale_id, name, rules, currency, pre_queue_at, starts_at, ends_at, claim_s,
       token_s, checkout_s, per_person, per_address, seed, seed_hash, ticket_key, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [saleId, ...planValues(plan), seed, seedHash, ticketKey, actor],
  );
  await tx.run(
    `insert into line (sale_id, rate_per_minute, allocation) values ($1, $2,
       (select coalesce(sum((i ->> 'quantity')::int), 0) from json_array_elements($3::json) i))`,
    [saleId, plan.ratePerMinute, JSON.stringify(items)],
  );
  await tx.run(ITEMS, [saleId, JSON.stringify(items)]);
}

/** Puts another plan into a draft that is at this version; false where it is not. */
export async function replaceSale(
  tx: Sql,
  of: { saleId: string; version: number; plan: SalePlan; items: readonly PlannedItem[] },
): Promise<boolean> {
  const { saleId, version, plan, items } = of;
  const done = await tx.run(
    `update sale s set name = $3, rules = $4, currency = $5, pre_queue_at = $6, starts_at = $7,
       ends_at = $8, claim_s = $9, token_s = $10, checkout_s = $11, per_person = $12,
       per_address = $13, version = version + 1, updated_at = now()
     from line l where s.sale_id = $1 and s.version = $2 and l.sale_id = s.sale_id
       and l.state = 'DRAFT' and s.moving is null`,
    [saleId, version, ...planValues(plan)],
  );
  if (done === 0) return false;
  await tx.run(
    `update line set rate_per_minute = $2, allocation =
       (select coalesce(sum((i ->> 'quantity')::int), 0) from json_array_elements($3::json) i)
     where sale_id = $1`,
    [saleId, plan.ratePerMinute, JSON.stringify(items)],
  );
  await tx.run('delete from sale_item where sale_id = $1', [saleId]);
  await tx.run(ITEMS, [saleId, JSON.stringify(items)]);
  return true;
}

/** The other open sales that have one of the variants of this one. */
export async function openElsewhere(
  sql: Sql,
  saleId: string,
): Promise<{ variantId: string; saleId: string }[]> {
  return sql.rows(
    `select o.variant_id as "variantId", o.sale_id as "saleId" from sale_item i
     join sale_item o on o.variant_id = i.variant_id and o.open and o.sale_id <> i.sale_id
     where i.sale_id = $1 order by 1 limit 50`,
    [saleId],
  );
}

/** Announced or under way. */
export async function countLive(sql: Sql): Promise<number> {
  const row = await sql.row<{ n: number }>(
    `select count(*)::int as n from line where state not in ('DRAFT', 'ENDED')`,
  );
  return row?.n ?? 0;
}

/**
 * Notes that a draft's units are about to leave the stock, and that its items are taken. False
 * where it is no draft at this version.
 */
export async function beginMove(
  tx: Sql,
  { saleId, version }: { saleId: string; version: number },
): Promise<boolean> {
  const done = await tx.run(
    `update sale s set moving = 'out', version = version + 1, updated_at = now()
     from line l where s.sale_id = $1 and s.version = $2 and s.moving is null
       and l.sale_id = s.sale_id and l.state = 'DRAFT'`,
    [saleId, version],
  );
  if (done > 0) await tx.run('update sale_item set open = true where sale_id = $1', [saleId]);
  return done > 0;
}

/** The units are out (or could not be had: back to a draft). Once; a repeat changes nothing. */
export async function endMove(
  tx: Sql,
  { saleId, moved }: { saleId: string; moved: boolean },
): Promise<void> {
  const done = await tx.run(
    `update sale set moving = null, version = version + 1, updated_at = now()
     where sale_id = $1 and moving = 'out'`,
    [saleId],
  );
  if (done === 0) return;
  if (moved) {
    await tx.run(`update line set state = 'ANNOUNCED' where sale_id = $1`, [saleId]);
    return;
  }
  await tx.run('update sale_item set open = false where sale_id = $1', [saleId]);
}

/** The units are back on the shelf. */
export async function noteReturned(sql: Sql, saleId: string): Promise<void> {
  await sql.run(
    `update sale set moving = null, version = version + 1, updated_at = now()
     where sale_id = $1 and moving = 'back'`,
    [saleId],
  );
}

export interface Control {
  saleId: string;
  version: number;
  /** States in which this can be asked. */
  from: readonly SaleState[];
  to?: SaleState;
  ratePerMinute?: number;
  /** Move these to the present, or to the time given. */
  openNow?: boolean;
  startNow?: boolean;
  endNow?: boolean;
  endsAt?: Date;
  /** To everybody in the line; '' takes it back. */
  message?: string;
}

/** What an operator sets while a sale is under way; false where it is in another state. */
export async function control(tx: Sql, of: Control): Promise<boolean> {
  const { saleId, version, from } = of;
  const done = await tx.run(
    `update sale s set version = version + 1, updated_at = now(),
       pre_queue_at = case when $4::boolean
         then least(s.pre_queue_at, now() - interval '1 ms') else s.pre_queue_at end,
       starts_at = case when $5::boolean then least(s.starts_at, now()) else s.starts_at end,
       ends_at = coalesce($6::timestamptz, case when $7::boolean
         then greatest(now(), s.starts_at + interval '1 ms') else s.ends_at end)
     from line l where s.sale_id = $1 and s.version = $2 and l.sale_id = s.sale_id
       and l.state = any($3::text[])`,
    [
      saleId,
      version,
      [...from],
      of.openNow === true || of.startNow === true,
      of.startNow === true,
      of.endsAt ?? null,
      of.endNow === true,
    ],
  );
  if (done === 0) return false;
  await tx.run(
    `update line set state = coalesce($2, state), rate_per_minute = coalesce($3, rate_per_minute),
       message = case when $4::text is null then message else nullif($4, '') end,
       message_at = case when $4::text is null then message_at else now() end
     where sale_id = $1`,
    [saleId, of.to ?? (of.endNow ? 'ENDED' : null), of.ratePerMinute ?? null, of.message ?? null],
  );
  if (of.endNow) await closeSale(tx, saleId);
  return true;
}

/** What follows from the end: its items are free for other sales, its units go back. */
export async function closeSale(tx: Sql, saleId: string): Promise<void> {
  await tx.run(`update sale set moving = 'back' where sale_id = $1`, [saleId]);
  await tx.run('update sale_item set open = false where sale_id = $1', [saleId]);
}
