// The read path: pages of a product, of a person, of a seller and of the moderators. Each list is
// a keyset page, and each order of a product's reviews has an index of its own.
import type { Sql } from '#kernel/db/db.ts';
import { lookedThrough_max, type Waiting } from '#services/sellers/contract.ts';
import type { PostKind, PostState } from './contract.ts';
import { POST_COLUMNS, type Post, type Purchase } from './store.ts';

export const sorts = ['helpful', 'newest', 'highest', 'lowest'] as const;
export type Sort = (typeof sorts)[number];

const reviewPage = (key: string): string =>
  'select ' +
  POST_COLUMNS +
  ', ' +
  key +
  ` as key from post t
where product_id = $1 and kind = 'review' and state = 'PUBLISHED'
  and stars = coalesce($2::smallint, stars) and (` +
  key +
  `, post_id) < ($3::int, $4::text)
order by ` +
  key +
  ' desc, post_id desc limit $5';

const REVIEWS: Readonly<Record<Sort, string>> = {
  helpful: reviewPage('helpful'),
  highest: reviewPage('stars'),
  lowest: reviewPage('(-stars)'),
  newest:
    'select ' +
    POST_COLUMNS +
    `, 0 as key from post t
where product_id = $1 and kind = 'review' and state = 'PUBLISHED'
  and stars = coalesce($2::smallint, stars) and $3::int is not null and post_id < $4::text
order by post_id desc limit $5`,
};

export interface ReviewFilter {
  productId: string;
  sort: Sort;
  stars: number | null;
  /** Key and id of the last row of the page before. */
  before: readonly [number, string] | null;
  limit: number;
}

/** Published reviews of a product. */
export async function reviewsOf(
  sql: Sql,
  { productId, sort, stars, before, limit }: ReviewFilter,
): Promise<(Post & { key: number })[]> {
  const [key, id] = before ?? [2_147_483_647, '~'];
  return sql.rows(REVIEWS[sort], [productId, stars, key, id, limit]);
}

export interface RatingRow {
  stars: number[];
  quality: number[];
  value: number[];
  described: number[];
  /** Some of the published reviews have pictures. */
  photos: boolean;
}

/** The figures of a product; aspects as sum and count. */
export async function ratingOf(sql: Sql, productId: string): Promise<RatingRow | undefined> {
  return sql.row<RatingRow>(
    `select array[stars1, stars2, stars3, stars4, stars5] as stars,
       array[quality_sum, quality_count] as quality, array[value_sum, value_count] as value,
       array[described_sum, described_count] as described,
       exists (select from post where product_id = $1 and pictures_state = 'SHOWN'
         and state = 'PUBLISHED') as photos
     from product_rating where product_id = $1`,
    [productId],
  );
}

const QUESTIONS =
  'select ' +
  POST_COLUMNS +
  ` from post t where product_id = $1 and kind = 'question' and state = 'PUBLISHED'
and post_id < $2::text order by post_id desc limit $3`;

/** Published questions on a product, newest first. */
export async function questionsOf(
  sql: Sql,
  of: { productId: string; before: string | null; limit: number },
): Promise<Post[]> {
  return sql.rows<Post>(QUESTIONS, [of.productId, of.before ?? '~', of.limit]);
}

export type Answer = Post & { authorRole: 'buyer' | 'seller' | 'asker' };

const PHOTOS =
  'select ' +
  POST_COLUMNS +
  ` from post t where product_id = $1 and pictures_state = 'SHOWN' and state = 'PUBLISHED'
and post_id < $2::text order by post_id desc limit $3`;

/** Published reviews of a product with pictures that readers may see, newest first. */
export async function photosOf(
  sql: Sql,
  of: { productId: string; before: string | null; limit: number },
): Promise<Post[]> {
  return sql.rows<Post>(PHOTOS, [of.productId, of.before ?? '~', of.limit]);
}

const WITH_PICTURES = `
select a."pictureId"
from json_to_recordset($1::json) as a("pictureId" text, "orderId" text, "lineNo" int)
join post t on t.kind = 'review' and t.order_id = a."orderId" and t.line_no = a."lineNo"
where t.pictures @> jsonb_build_array(jsonb_build_object('pictureId', a."pictureId"))`;

/** Of these pictures of lines, those that the line's review has. */
export async function linesWithPictures(
  sql: Sql,
  asked: readonly { pictureId: string; orderId: string; lineNo: number }[],
): Promise<string[]> {
  const rows = await sql.rows<{ pictureId: string }>(WITH_PICTURES, [JSON.stringify(asked)]);
  return rows.map((row) => row.pictureId);
}

const ANSWERS =
  'select ' +
  POST_COLUMNS +
  `, author_role as "authorRole" from post t
where parent_id = any($1::text[]) and state = 'PUBLISHED'
order by parent_id, (author_role = 'seller') desc, post_id`;

/** Published answers, those of the seller first; a question has 50 at most. */
export async function publishedAnswers(sql: Sql, questionIds: string[]): Promise<Answer[]> {
  return questionIds.length === 0 ? [] : sql.rows<Answer>(ANSWERS, [questionIds]);
}

/** A post with the order it is about. */
export type OwnPost = Post & { orderNumber: string | null };

const OF_PERSON =
  'select ' +
  POST_COLUMNS +
  `, p.order_number as "orderNumber"
from post t left join purchase p on p.order_id = t.order_id and p.line_no = t.line_no
where t.user_id = $1 and t.post_id < $2::text and t.kind = any($3::text[])
order by t.post_id desc limit $4`;

/** What somebody wrote, of one kind newest first. */
export async function postsOf(
  sql: Sql,
  of: { userId: string; kinds: readonly PostKind[]; before: string | null; limit: number },
): Promise<OwnPost[]> {
  return sql.rows<OwnPost>(OF_PERSON, [of.userId, of.before ?? '~', of.kinds, of.limit]);
}

/** One post, whatever its state. */
export async function postById(sql: Sql, postId: string): Promise<OwnPost | undefined> {
  return sql.row<OwnPost>(
    'select ' +
      POST_COLUMNS +
      `, p.order_number as "orderNumber"
from post t left join purchase p on p.order_id = t.order_id and p.line_no = t.line_no
where t.post_id = $1`,
    [postId],
  );
}

export type Line = Purchase & { reviewId: string | null };

const LINES = `
select p.order_id as "orderId", p.line_no as "lineNo", order_number as "orderNumber",
  p.user_id as "userId", p.product_id as "productId", variant_id as "variantId",
  p.seller_id as "sellerId", p.product_name as "productName", image_url as "imageUrl",
  delivered_at as "deliveredAt", t.post_id as "reviewId"
from purchase p
left join post t on t.kind = 'review' and t.order_id = p.order_id and t.line_no = p.line_no
where p.user_id = $1 and ($2::text is null or order_number = $2)
  and ($3::text is null or p.product_id = $3) and (p.order_id, p.line_no) < ($4::text, $5::int)
  and (not $6 or t.post_id is null)
order by p.order_id desc, p.line_no desc limit $7`;

export interface LineFilter {
  userId: string;
  orderNumber: string | null;
  productId: string | null;
  /** Only those without a review. */
  open: boolean;
  before: readonly [string, number] | null;
  limit: number;
}

/** What somebody bought and has, the latest order first. */
export async function linesOf(sql: Sql, of: LineFilter): Promise<Line[]> {
  const [orderId, lineNo] = of.before ?? ['~', 0];
  const { userId, orderNumber, productId, open, limit } = of;
  return sql.rows<Line>(LINES, [userId, orderNumber, productId, orderId, lineNo, open, limit]);
}

export interface DeskFilter {
  kind: PostKind | null;
  state: PostState | null;
  productId: string | null;
  after: string | null;
  limit: number;
}

const QUEUE =
  'select ' +
  POST_COLUMNS +
  ` from post t where (state = 'PENDING' or reports > 0
  or (pictures_state = 'WAITING' and state = 'PUBLISHED')) and post_id > $1::text
and kind = coalesce($2, kind) and product_id = coalesce($3, product_id)
order by post_id limit $4`;
const BY_STATE =
  'select ' +
  POST_COLUMNS +
  ` from post t where state = $5 and post_id > $1::text
and kind = coalesce($2, kind) and product_id = coalesce($3, product_id)
order by post_id limit $4`;

/** What moderators look at, the longest waiting first; without a state, what needs them. */
export async function deskPage(sql: Sql, of: DeskFilter): Promise<Post[]> {
  const values = [of.after ?? '', of.kind, of.productId, of.limit];
  return of.state === null
    ? sql.rows<Post>(QUEUE, values)
    : sql.rows<Post>(BY_STATE, [...values, of.state]);
}

export interface Move {
  from: PostState | null;
  to: PostState | null;
  actor: string;
  reason: string | null;
  at: Date;
}

/** The log of a post, and what readers complained of. Two statements. */
export async function historyOf(
  sql: Sql,
  postId: string,
): Promise<{ moves: Move[]; reports: { reason: string; at: Date }[] }> {
  const [moves, reports] = await Promise.all([
    sql.rows<Move>(
      `select from_state as "from", to_state as "to", actor, reason, at
       from post_transition where post_id = $1 order by version limit 500`,
      [postId],
    ),
    sql.rows<{ reason: string; at: Date }>(
      'select reason, at from report where post_id = $1 order by at limit 100',
      [postId],
    ),
  ]);
  return { moves, reports };
}

const OF_SELLERS =
  'select ' +
  POST_COLUMNS +
  `, (select count(*)::int from post a where a.parent_id = t.post_id
    and a.author_role = 'seller') as answers
from post t
where seller_id = any($1::text[]) and state = 'PUBLISHED' and kind = $2 and post_id < $3::text
  and (not $4 or (reply is null and not exists (select from post a
    where a.parent_id = t.post_id and a.author_role = 'seller')))
order by post_id desc limit $5`;

export interface SellerFilter {
  sellerIds: readonly string[];
  kind: 'review' | 'question';
  /** Only those the seller has said nothing to. */
  open: boolean;
  before: string | null;
  limit: number;
}

/** What is published about the goods of sellers, newest first. */
export async function sellerPage(
  sql: Sql,
  of: SellerFilter,
): Promise<(Post & { answers: number })[]> {
  return sql.rows(OF_SELLERS, [of.sellerIds, of.kind, of.before ?? '~', of.open, of.limit]);
}

const WAITING = `
with recent as (
  select t.* from unnest($1::text[]) as s(seller_id) cross join lateral (
    select post_id, kind, reply from post where seller_id = s.seller_id and state = 'PUBLISHED'
    order by post_id desc limit $2) t
)
select (count(*) filter (where kind = 'question' and reply is null and not exists (
    select from post a where a.parent_id = r.post_id and a.author_role = 'seller')))::int as count,
  count(*) >= $2 as more
from recent r`;

/** Questions to which these sellers have said nothing, among what was last written. */
export async function openQuestions(sql: Sql, sellerIds: readonly string[]): Promise<Waiting> {
  const found = await sql.row<Waiting>(WAITING, [sellerIds, lookedThrough_max]);
  return found ?? { count: 0, more: false };
}
