/** SQL of a rehearsal: a copy of a sale that no other transaction ever sees. */
import type { Db, Sql } from '#kernel/db/db.ts';

const alone = 5_170_021;

/** False while another rehearsal is under way, in whatever process; until the transaction ends. */
export async function takeStage(tx: Sql): Promise<boolean> {
  const row = await tx.row<{ mine: boolean }>(
    '/* write */ select pg_try_advisory_xact_lock($1) as mine',
    [alone],
  );
  return row?.mine ?? false;
}

export interface Copy {
  saleId: string;
  /** The sale it is a copy of. */
  of: string;
  seed: string;
  items: readonly { variantId: string; quantity: number }[];
}

/** Copies the plan, with its own units; its line is open. */
export async function copySale(tx: Sql, { saleId, of, seed, items }: Copy): Promise<void> {
  await tx.run(
    `insert into sale (sale_id, name, rules, currency, pre_queue_at, starts_at, ends_at, claim_s,
       token_s, checkout_s, per_person, per_address, seed, seed_hash, ticket_key, created_by)
     select $2, 'Rehearsal', rules, currency, now() - interval '2 s', now() - interval '1 s',
       now() + interval '1 hour', claim_s, token_s, checkout_s, per_person, per_address, $3, '',
       '', 'rehearsal' from sale where sale_id = $1`,
    [of, saleId, seed],
  );
  await tx.run(
    `insert into sale_item (sale_id, variant_id, product_id, seller_id, name, weight_g, quantity,
       price_minor, base_minor)
     select $2, i.variant_id, i.product_id, i.seller_id, i.name, i.weight_g, q.quantity,
       i.price_minor, i.base_minor
     from sale_item i join unnest($3::text[], $4::int[]) q(variant_id, quantity) using (variant_id)
     where i.sale_id = $1`,
    [of, saleId, items.map((one) => one.variantId), items.map((one) => one.quantity)],
  );
  await tx.run(
    `insert into line (sale_id, state, rate_per_minute, allocation)
     select $2, 'PRE_QUEUE', rate_per_minute, $3 from line where sale_id = $1`,
    [of, saleId, items.reduce((sum, one) => sum + one.quantity, 0)],
  );
}

/** Draws, or lets more people in. */
export async function letIn(
  tx: Sql,
  { saleId, released }: { saleId: string; released: number },
): Promise<void> {
  await tx.run(
    `update line set state = 'RUNNING', drawn = coalesce(drawn, tickets), released = $2
     where sale_id = $1`,
    [saleId, released],
  );
}

/** Ends tokens as a purchase or as somebody who left does. */
export async function endTokens(
  tx: Sql,
  of: { saleId: string; tokenIds: readonly string[]; to: 'SOLD' | 'RETURNED' },
): Promise<void> {
  await tx.run('/* write */ select end_tokens($1, $2::text[], $3::text[], $4)', [
    of.saleId,
    [...of.tokenIds],
    ['HELD'],
    of.to,
  ]);
}

export interface Books {
  sold: number;
  held: number;
  soldTokens: number;
  /** Items of which more are sold or held than there are, or than there are tokens. */
  oddItems: number;
  /** People with more than one unit. */
  twice: number;
}

export async function readBooks(tx: Sql, saleId: string): Promise<Books> {
  const row = await tx.row<Books>(
    `select l.sold, l.held,
       (select count(*)::int from token where sale_id = $1 and state = 'SOLD') as "soldTokens",
       (select count(*)::int from sale_item i where i.sale_id = $1
          and i.held + i.sold <> (select coalesce(sum(t.quantity), 0) from token t
            where t.sale_id = $1 and t.variant_id = i.variant_id
              and t.state in ('HELD', 'SOLD'))) as "oddItems",
       (select count(*)::int from (select number from token where sale_id = $1
          group by number having count(*) > 1) n) as twice
     from line l where l.sale_id = $1`,
    [saleId],
  );
  return row ?? { sold: 0, held: 0, soldTokens: 0, oddItems: 0, twice: 0 };
}

/** One durable commit that changes no table: what each batch of a real sale pays besides. */
export async function commitNothing(db: Db): Promise<void> {
  await db.row(`/* write */ select pg_logical_emit_message(true, 'trueshelf', 'rehearsal')`);
}
