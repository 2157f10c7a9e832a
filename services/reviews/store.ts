// The writes of reviews: copied purchases, posts with every move in their log, votes, reports and
// the figures of a product. A change of figures and the event that tells it are one statement.
import type { Sql } from '#kernel/db/db.ts';
import type { Picture } from '#services/media/contract.ts';
import type { PicturesState, PostKind, PostState } from './contract.ts';
import type { RatingChange, Rated } from './model.ts';

const NOTE_DELIVERIES = `
insert into delivery (order_id, delivered_at)
select * from unnest($1::text[], $2::timestamptz[]) on conflict do nothing`;

/** Orders that arrived; their lines are asked for later. */
export async function noteDeliveries(
  tx: Sql,
  orders: readonly { orderId: string; at: string }[],
): Promise<void> {
  if (orders.length === 0) return;
  await tx.run(NOTE_DELIVERIES, [orders.map((o) => o.orderId), orders.map((o) => o.at)]);
}

export interface Delivery {
  orderId: string;
  deliveredAt: Date;
}

/** Orders whose lines are not known here, the oldest first. */
export async function waitingDeliveries(sql: Sql, limit: number): Promise<Delivery[]> {
  return sql.rows<Delivery>(
    `select order_id as "orderId", delivered_at as "deliveredAt" from delivery
     order by order_id limit $1`,
    [limit],
  );
}

export interface Purchase {
  orderId: string;
  lineNo: number;
  orderNumber: string;
  userId: string;
  productId: string;
  variantId: string;
  sellerId: string;
  productName: string;
  imageUrl: string | null;
  deliveredAt: Date;
}

const PURCHASE_COLUMNS =
  'order_id as "orderId", line_no as "lineNo", order_number as "orderNumber",' +
  ' user_id as "userId", product_id as "productId", variant_id as "variantId",' +
  ' seller_id as "sellerId", product_name as "productName", image_url as "imageUrl",' +
  ' delivered_at as "deliveredAt"';

const ADD_PURCHASES = `
insert into purchase (order_id, line_no, order_number, user_id, product_id, variant_id, seller_id,
  product_name, image_url, delivered_at)
select * from json_to_recordset($1::json) as t("orderId" text, "lineNo" smallint,
  "orderNumber" text, "userId" text, "productId" text, "variantId" text, "sellerId" text,
  "productName" text, "imageUrl" text, "deliveredAt" timestamptz)
on conflict do nothing`;

/** Delivered lines; those known already stay. */
export async function addPurchases(tx: Sql, lines: readonly Purchase[]): Promise<void> {
  if (lines.length > 0) await tx.run(ADD_PURCHASES, [JSON.stringify(lines)]);
}

/** These orders wait no more. */
export async function dropDeliveries(tx: Sql, orderIds: readonly string[]): Promise<void> {
  await tx.run('delete from delivery where order_id = any($1::text[])', [orderIds]);
}

export interface LineWanted {
  userId: string;
  productId: string;
  orderId: string | null;
  lineNo: number | null;
}

const PURCHASES_OF =
  'select ' +
  PURCHASE_COLUMNS +
  `, (select post_id from post r where r.kind = 'review' and r.order_id = p.order_id
      and r.line_no = p.line_no) as "reviewId"
from purchase p
where user_id = $1 and product_id = $2 and ($3::text is null or order_id = $3)
  and ($4::int is null or line_no = $4)
order by order_id desc, line_no limit 100`;

/** What a person bought of a product and has, the latest order first; 100 lines at most. */
export async function purchasesOf(
  sql: Sql,
  { userId, productId, orderId, lineNo }: LineWanted,
): Promise<(Purchase & { reviewId: string | null })[]> {
  return sql.rows(PURCHASES_OF, [userId, productId, orderId, lineNo]);
}

export interface NewPost extends Partial<Rated> {
  postId: string;
  kind: PostKind;
  productId: string;
  sellerId: string;
  productName: string;
  parentId: string | null;
  userId: string;
  authorName: string | null;
  authorRole: 'buyer' | 'seller' | 'asker';
  orderId: string | null;
  lineNo: number | null;
  title: string;
  body: string;
  textHash: string;
  state: PostState;
  signals: string[];
  pictures: Picture[];
  picturesState: PicturesState;
}

/** The event of a change, from rows `c` that say what was: one for each review. */
const TOLD = (from: string, meta: string): string =>
  `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'REVIEW_CHANGED', 'review', c.post_id, c.told, json_build_object(
  'reviewId', c.post_id, 'productId', c.product_id, 'sellerId', c.seller_id, 'userId', c.user_id,
  'productName', c.product_name, 'orderId', c.order_id, 'lineNo', c.line_no,
  'orderNumber', (select order_number from purchase p
    where p.order_id = c.order_id and p.line_no = c.line_no),
  'state', c.is_now, 'was', c.was, 'reason', c.reason, 'picturesState', c.pictures_state,
  'picturesWere', c.pictures_were, 'picturesReason', c.pictures_reason, 'replied', c.replied,
  'byAuthor', c.by_author, 'shown', case when c.is_now = 'PUBLISHED' and c.pictures_state = 'SHOWN'
    then jsonb_path_query_array(c.pictures, '$[*].pictureId') else '[]' end), ` +
  meta +
  '::json from ' +
  from +
  ` c where c.kind = 'review'`;

const ADD_POST =
  `
with made as (
  insert into post (post_id, kind, product_id, seller_id, product_name, parent_id, user_id,
    author_name, author_role, order_id, line_no, stars, quality, value, described, title, body,
    text_hash, state, signals, pictures, pictures_state, told)
  select "postId", kind, "productId", "sellerId", "productName", "parentId", "userId",
    "authorName", "authorRole", "orderId", "lineNo", stars, quality, value, described, title,
    body, "textHash", state, array(select json_array_elements_text(signals)), pictures,
    "picturesState", (kind = 'review')::int
  from json_to_record($1::json) as t("postId" text, kind text, "productId" text,
    "sellerId" text, "productName" text, "parentId" text, "userId" text, "authorName" text,
    "authorRole" text, "orderId" text, "lineNo" smallint, stars smallint, quality smallint,
    value smallint, described smallint, title text, body text, "textHash" text, state text,
    signals json, pictures jsonb, "picturesState" text)
  on conflict (order_id, line_no) where kind = 'review' do nothing
  returning *
), changed as (
  select *, state as is_now, null::text as was, 'NONE' as pictures_were, false as replied,
    true as by_author
  from made
), told as (` +
  TOLD('changed', '$2') +
  `)
insert into post_transition (post_id, version, to_state, actor)
select post_id, 1, state, user_id from made`;

/** A new post with the first entry of its log; false when the order line has a review. */
export async function addPost(tx: Sql, post: NewPost, meta: string): Promise<boolean> {
  return (await tx.run(ADD_POST, [JSON.stringify(post), meta])) === 1;
}

export interface Post {
  postId: string;
  kind: PostKind;
  productId: string;
  sellerId: string;
  productName: string;
  parentId: string | null;
  userId: string | null;
  authorName: string | null;
  /** Of a review: the line that it rests on. */
  orderId: string | null;
  lineNo: number | null;
  stars: number | null;
  quality: number | null;
  value: number | null;
  described: number | null;
  title: string;
  body: string;
  textHash: string;
  state: PostState;
  signals: string[];
  reason: string | null;
  reports: number;
  helpful: number;
  unhelpful: number;
  reply: string | null;
  repliedAt: Date | null;
  version: number;
  createdAt: Date;
  editedAt: Date | null;
  pictures: Picture[];
  picturesState: PicturesState;
  picturesReason: string | null;
}

/** Columns of a post `t`, for every statement that reads one. */
export const POST_COLUMNS =
  't.post_id as "postId", t.kind, t.product_id as "productId", t.seller_id as "sellerId",' +
  ' t.product_name as "productName", t.parent_id as "parentId", t.user_id as "userId",' +
  ' t.author_name as "authorName", t.stars, t.quality, t.value, t.described, t.title, t.body,' +
  ' t.text_hash as "textHash", t.state, t.signals, t.reason, t.reports, t.helpful, t.unhelpful,' +
  ' t.reply, t.replied_at as "repliedAt", t.version, t.created_at as "createdAt",' +
  ' t.edited_at as "editedAt", t.order_id as "orderId", t.line_no as "lineNo", t.pictures,' +
  ' t.pictures_state as "picturesState", t.pictures_reason as "picturesReason"';

const LOCK = 'select ' + POST_COLUMNS + ' from post t where post_id = $1 for update';

/** Nobody else changes it, or votes on it, before the transaction ends. */
export async function lockPost(tx: Sql, postId: string): Promise<Post | undefined> {
  return tx.row<Post>(LOCK, [postId]);
}

const SAVE =
  `
with saved as (
  update post p set author_name = t."authorName", stars = t.stars, quality = t.quality,
    value = t.value, described = t.described, title = t.title, body = t.body,
    text_hash = t."textHash", state = t.state,
    signals = array(select json_array_elements_text(t.signals)), reason = t.reason,
    reply = t.reply, replied_at = case when $4 then now() else t."repliedAt" end,
    edited_at = case when $3 then now() else p.edited_at end, version = p.version + 1,
    pictures = t.pictures, pictures_state = t."picturesState",
    pictures_reason = t."picturesReason", told = p.told + (p.kind = 'review')::int
  from json_to_record($1::json) as t("postId" text, "authorName" text, stars smallint,
    quality smallint, value smallint, described smallint, title text, body text,
    "textHash" text, state text, signals json, reason text, reply text,
    "repliedAt" timestamptz, pictures jsonb, "picturesState" text, "picturesReason" text)
  where p.post_id = t."postId"
  returning p.*, old.pictures_state as pictures_were
), changed as (
  select *, state as is_now, $2::text as was, $4::boolean as replied,
    coalesce($5::text = user_id, false) as by_author
  from saved
), told as (` +
  TOLD('changed', '$6') +
  `)
insert into post_transition (post_id, version, from_state, to_state, actor, reason)
select post_id, version, $2, state, $5, reason from saved where state <> $2`;

/** Writes a locked post as it now is: one version more, and an entry where it moved. */
export async function savePost(
  tx: Sql,
  post: Post,
  was: { state: PostState; actor: string; edited?: boolean; replied?: boolean; meta: string },
): Promise<void> {
  const { state, actor, edited = false, replied = false, meta } = was;
  await tx.run(SAVE, [JSON.stringify(post), state, edited, replied, actor, meta]);
}

const REMOVE =
  `
with gone as (
  delete from post where post_id = any($1::text[]) or parent_id = any($1::text[])
  returning post_id, version, state, kind, told + 1 as told, product_id, seller_id, product_name,
    user_id, order_id, line_no, reason, pictures, pictures_state, pictures_reason
), changed as (
  select *, null::text as is_now, state as was, pictures_state as pictures_were,
    false as replied, true as by_author
  from gone
), told as (` +
  TOLD('changed', '$3') +
  `)
insert into post_transition (post_id, version, from_state, to_state, actor)
select post_id, version + 1, state, null, $2 from gone`;

/** Removes posts with their answers, votes and reports; that they were there is kept. */
export async function removePosts(
  tx: Sql,
  postIds: readonly string[],
  by: { actor: string; meta: string },
): Promise<void> {
  if (postIds.length > 0) await tx.run(REMOVE, [postIds, by.actor, by.meta]);
}

const SEEN = `
select
  exists (select from post where text_hash = $1 and post_id <> $3) as "seenBefore",
  (select count(*)::int from (select from post
    where user_id = $2 and created_at > now() - interval '1 hour' limit 100) s) as "lastHour"`;

/** Whether a text was written before, and how busy its author is. */
export async function circumstances(
  tx: Sql,
  of: { textHash: string; userId: string; postId: string },
): Promise<{ seenBefore: boolean; lastHour: number }> {
  const row = await tx.row<{ seenBefore: boolean; lastHour: number }>(SEEN, [
    of.textHash,
    of.userId,
    of.postId,
  ]);
  return row ?? { seenBefore: false, lastHour: 0 };
}

const RATED = `
insert into product_rating (product_id, seller_id)
select * from unnest($1::text[], $2::text[]) t(product_id, seller_id)
order by product_id on conflict do nothing`;

const CHANGE_RATINGS = `
with change as (
  select * from json_to_recordset($1::json) as t("productId" text, stars int[], sums int[],
    counts int[])
), mine as (
  select product_id from product_rating
  where product_id in (select "productId" from change) order by product_id for update
), changed as (
  update product_rating r set stars1 = r.stars1 + t.stars[1], stars2 = r.stars2 + t.stars[2],
    stars3 = r.stars3 + t.stars[3], stars4 = r.stars4 + t.stars[4],
    stars5 = r.stars5 + t.stars[5], quality_sum = r.quality_sum + t.sums[1],
    value_sum = r.value_sum + t.sums[2], described_sum = r.described_sum + t.sums[3],
    quality_count = r.quality_count + t.counts[1], value_count = r.value_count + t.counts[2],
    described_count = r.described_count + t.counts[3], version = r.version + 1
  from change t join mine m on m.product_id = t."productId"
  where r.product_id = m.product_id
  returning r.*
)
insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'RATING_CHANGED', 'product_rating', product_id, version, jsonb_build_object(
  'productId', product_id, 'sellerId', seller_id,
  'count', stars1 + stars2 + stars3 + stars4 + stars5,
  'sum', stars1 + 2 * stars2 + 3 * stars3 + 4 * stars4 + 5 * stars5,
  'stars', jsonb_build_array(stars1, stars2, stars3, stars4, stars5), 'version', version),
  $2::jsonb
from changed`;

/** Changes the figures of products, each at most once, and tells them. Two statements. */
export async function changeRatings(
  tx: Sql,
  changes: readonly RatingChange[],
  meta: string,
): Promise<void> {
  if (changes.length === 0) return;
  await tx.run(RATED, [changes.map((one) => one.productId), changes.map((one) => one.sellerId)]);
  await tx.run(CHANGE_RATINGS, [JSON.stringify(changes), meta]);
}

const VOTE_OF = 'select helpful from vote where post_id = $1 and user_id = $2';
const VOTE = `
insert into vote (post_id, user_id, helpful) values ($1, $2, $3)
on conflict (post_id, user_id) do update set helpful = excluded.helpful`;
const UNVOTE = 'delete from vote where post_id = $1 and user_id = $2';
const COUNT_VOTES = `
update post set helpful = helpful + $2, unhelpful = unhelpful + $3 where post_id = $1
returning helpful, unhelpful`;

export interface Votes {
  helpful: number;
  unhelpful: number;
}

/** What somebody says now of a locked post, in place of what they said; null takes it back. */
export async function vote(
  tx: Sql,
  post: Pick<Post, 'postId' | 'helpful' | 'unhelpful'>,
  by: { userId: string; helpful: boolean | null },
): Promise<Votes> {
  const { postId, helpful, unhelpful } = post;
  const before = (await tx.row<{ helpful: boolean }>(VOTE_OF, [postId, by.userId]))?.helpful;
  const after = by.helpful ?? undefined;
  if (before === after) return { helpful, unhelpful };
  if (after === undefined) await tx.run(UNVOTE, [postId, by.userId]);
  else await tx.run(VOTE, [postId, by.userId, after]);
  const more = (of: boolean) => Number(after === of) - Number(before === of);
  const votes = await tx.row<Votes>(COUNT_VOTES, [postId, more(true), more(false)]);
  return votes ?? { helpful, unhelpful };
}

const REPORT = `
with made as (
  insert into report (post_id, user_id, reason) values ($1, $2, $3) on conflict do nothing
  returning post_id
)
update post set reports = reports + 1 where post_id in (select post_id from made)`;

/** A reader's complaint about a locked post; the same one again changes nothing. */
export async function report(
  tx: Sql,
  of: { postId: string; userId: string; reason: string },
): Promise<void> {
  await tx.run(REPORT, [of.postId, of.userId, of.reason]);
}

const SETTLE_REPORTS = `
with settled as (delete from report where post_id = $1)
update post set reports = 0 where post_id = $1`;

/** A moderator has looked: complaints are dealt with. */
export async function settleReports(tx: Sql, postId: string): Promise<void> {
  await tx.run(SETTLE_REPORTS, [postId]);
}

/** How many answers there are to a locked question, whatever their state. */
export async function answersOf(tx: Sql, questionId: string): Promise<number> {
  const row = await tx.row<{ answers: number }>(
    'select count(*)::int as answers from post where parent_id = $1',
    [questionId],
  );
  return row?.answers ?? 0;
}

/** Whether a person has this product from an order of ours. */
export async function hasBought(sql: Sql, userId: string, productId: string): Promise<boolean> {
  const row = await sql.row('select from purchase where product_id = $1 and user_id = $2 limit 1', [
    productId,
    userId,
  ]);
  return row !== undefined;
}
