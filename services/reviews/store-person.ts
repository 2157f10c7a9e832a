/** SQL of what this room holds about a person, of forgetting one, and of bringing in a world. */
import type { Sql } from '#kernel/db/db.ts';
import type { ImportedReview } from './contract.ts';

export interface HeldVote {
  postId: string;
  helpful: boolean;
}

/** How a person voted; after a post's id. */
export async function votesOf(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<HeldVote[]> {
  return sql.rows<HeldVote>(
    `select post_id as "postId", helpful from vote where user_id = $1 and post_id > $2
     order by post_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}

/** Ids of what these people wrote that is not published, and so goes with them; 1,000 at most. */
export async function unpublishedOf(tx: Sql, userIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ postId: string }>(
    `select post_id as "postId" from post where user_id = any($1::text[])
     and state <> 'PUBLISHED' order by post_id limit 1000`,
    [userIds],
  );
  return rows.map((row) => row.postId);
}

const TAKE_VOTES = `
with theirs as (
  select v.post_id, count(*) filter (where v.helpful) as helpful,
    count(*) filter (where not v.helpful) as unhelpful
  from vote v where v.user_id = any($1::text[]) group by v.post_id
), locked as (
  select post_id from post where post_id in (select post_id from theirs)
  order by post_id for update
), counted as (
  update post p set helpful = p.helpful - t.helpful, unhelpful = p.unhelpful - t.unhelpful
  from theirs t join locked l using (post_id) where p.post_id = t.post_id
)
delete from vote where user_id = any($1::text[])`;

const TAKE_REPORTS = `
with theirs as (
  select post_id, count(*) as reports from report where user_id = any($1::text[]) group by post_id
), locked as (
  select post_id from post where post_id in (select post_id from theirs)
  order by post_id for update
), counted as (
  update post p set reports = p.reports - t.reports
  from theirs t join locked l using (post_id) where p.post_id = t.post_id
)
delete from report where user_id = any($1::text[])`;

const FORGET = `
with log as (
  update post_transition set actor = 'former' where actor = any($1::text[])
), bought as (
  delete from purchase where user_id = any($1::text[])
)
update post set user_id = null, author_name = null, pictures = '[]', pictures_state = 'NONE',
  pictures_reason = null
where user_id = any($1::text[])`;

/** Votes, reports, purchases and names go; published texts stay without author and pictures. */
export async function forgetPeople(tx: Sql, userIds: readonly string[]): Promise<void> {
  // Whoever votes holds the post, so votes that come meanwhile wait or are seen.
  await tx.run(TAKE_VOTES, [userIds]);
  await tx.run(TAKE_REPORTS, [userIds]);
  await tx.run(FORGET, [userIds]);
}

const IMPORT = `
with item as materialized (
  select * from json_to_recordset($1::json) as t("reviewId" text, "orderId" text,
    "orderNumber" text, "userId" text, "authorName" text, "productId" text, "productName" text,
    "variantId" text, "sellerId" text, stars smallint, quality smallint, value smallint,
    described smallint, title text, body text, "textHash" text, "helpfulBy" json, reply text,
    "createdAt" timestamptz)
), bought as (
  insert into purchase (order_id, line_no, order_number, user_id, product_id, variant_id,
    seller_id, product_name, delivered_at)
  select "orderId", 1, "orderNumber", "userId", "productId", "variantId", "sellerId",
    "productName", "createdAt" - interval '3 days' from item
  on conflict do nothing
), made as (
  insert into post (post_id, kind, product_id, seller_id, product_name, user_id, author_name,
    author_role, order_id, line_no, stars, quality, value, described, title, body, text_hash,
    state, helpful, reply, replied_at, created_at)
  select "reviewId", 'review', "productId", "sellerId", "productName", "userId", "authorName",
    'buyer', "orderId", 1, stars, quality, value, described, title, body, "textHash",
    'PUBLISHED', json_array_length("helpfulBy"), reply,
    case when reply is null then null else "createdAt" + interval '2 days' end, "createdAt"
  from item
  on conflict do nothing
  returning post_id
), logged as (
  insert into post_transition (post_id, version, to_state, actor, at)
  select "reviewId", 1, 'PUBLISHED', "userId", "createdAt"
  from item join made on made.post_id = item."reviewId"
), voted as (
  insert into vote (post_id, user_id, helpful)
  select "reviewId", v.id, true
  from item join made on made.post_id = item."reviewId"
  cross join json_array_elements_text("helpfulBy") v(id)
)
select post_id as "reviewId" from made`;

/** Published reviews of a demo world with their purchases and votes; gives the new ones. */
export async function importReviews(
  tx: Sql,
  reviews: readonly (ImportedReview & { textHash: string })[],
): Promise<string[]> {
  const rows = await tx.rows<{ reviewId: string }>(IMPORT, [JSON.stringify(reviews)]);
  return rows.map((row) => row.reviewId);
}
