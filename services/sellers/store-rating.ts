/** SQL of the ratings that reviews tells of; newer versions win. */
import type { Sql } from '#kernel/db/db.ts';
import type { Rating } from '#services/reviews/contract.ts';

const BEGIN = `
insert into product_rating (product_id, seller_id, count, sum, version)
select product_id, seller_id, 0, 0, 0 from unnest($1::text[], $2::text[]) t(product_id, seller_id)
order by product_id on conflict do nothing`;

const COPY = `
with input as (
  select * from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as i(id, n, points, v)
), locked as (
  select product_id from product_rating where product_id = any($1::text[])
  order by product_id for update
), changed as (
  update product_rating p set count = i.n, sum = i.points, version = i.v
  from input i join locked l on l.product_id = i.id
  where p.product_id = i.id and p.version < i.v
  returning p.seller_id, new.count - old.count as count, new.sum - old.sum as sum
)
insert into seller_rating as s (seller_id, count, sum)
select seller_id, sum(count), sum(sum) from changed group by seller_id order by seller_id
on conflict (seller_id) do update set count = s.count + excluded.count,
  sum = s.sum + excluded.sum`;

/** Takes over what is newer, and what it changes in the sums of sellers. Two statements. */
export async function copyRatings(tx: Sql, ratings: readonly Rating[]): Promise<void> {
  if (ratings.length === 0) return;
  const ids = ratings.map((one) => one.productId);
  await tx.run(BEGIN, [ids, ratings.map((one) => one.sellerId)]);
  const points = ratings.map((one) => one.sum);
  const versions = ratings.map((one) => one.version);
  await tx.run(COPY, [ids, ratings.map((one) => one.count), points, versions]);
}

/** Reviews of all products of a seller, and their stars added up. */
export async function sellerTotals(
  sql: Sql,
  sellerId: string,
): Promise<{ count: number; sum: number } | undefined> {
  return sql.row('select count, sum from seller_rating where seller_id = $1', [sellerId]);
}
