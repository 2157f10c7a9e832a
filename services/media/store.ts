// The rows of pictures and what each owner has of them. Every change of a row changes the quota of
// its owner in the same statement.
import type { Sql } from '#kernel/db/db.ts';
import type { Purpose } from './contract.ts';
import type { Allowance } from './model.ts';

export interface PictureRow {
  pictureId: string;
  ownerId: string;
  purpose: Purpose;
  file: string;
  bytes: number;
  width: number;
  height: number;
  ref: string | null;
  createdAt: Date;
}

const COLUMNS =
  'picture_id as "pictureId", owner_id as "ownerId", purpose, file, bytes, width, height, ref,' +
  ' created_at as "createdAt"';

const SAME =
  'select ' +
  COLUMNS +
  ` from picture where owner_id = $1 and source_hash = $2 and purpose = $3 and state = 'READY'
and ref is null and keep_until > now() + interval '1 hour' order by picture_id desc limit 1`;

/** A picture with the same bytes that the same owner sent and has not used; for repeats. */
export async function sameSent(
  sql: Sql,
  of: { ownerId: string; sourceHash: string; purpose: Purpose },
): Promise<PictureRow | undefined> {
  return sql.row<PictureRow>(SAME, [of.ownerId, of.sourceHash, of.purpose]);
}

export interface NewPicture {
  pictureId: string;
  ownerId: string;
  purpose: Purpose;
  sourceHash: string;
  file: string;
  bytes: number;
  width: number;
  height: number;
}

const ADD = `
with allowed as (
  insert into picture_quota as q (owner_id, pictures, unused, bytes) values ($2, 1, 1, $6)
  on conflict (owner_id) do update set pictures = q.pictures + 1, unused = q.unused + 1,
    bytes = q.bytes + excluded.bytes
  where q.pictures < $9 and q.unused < $10 and q.bytes + excluded.bytes <= $11
  returning owner_id
)
insert into picture (picture_id, owner_id, purpose, state, source_hash, file, bytes, width,
  height, shown, keep_until)
select $1, owner_id, $3, 'STORING', $4, $5, $6::int, $7, $8, $3 = 'product',
  now() + interval '1 hour'
from allowed`;

/** Notes a picture whose file is about to be written; false when its owner has no room for it. */
export async function addPicture(sql: Sql, of: NewPicture, limits: Allowance): Promise<boolean> {
  const { pictureId, ownerId, purpose, sourceHash, file, bytes, width, height } = of;
  const values = [pictureId, ownerId, purpose, sourceHash, file, bytes, width, height];
  const { pictures_max, unused_max, bytes_max } = limits;
  return (await sql.run(ADD, [...values, pictures_max, unused_max, bytes_max])) === 1;
}

const QUOTA = `
select pictures, unused, bytes from picture_quota where owner_id = $1`;

export interface Quota {
  pictures: number;
  unused: number;
  bytes: number;
}

/** What an owner has. */
export async function quotaOf(sql: Sql, ownerId: string): Promise<Quota | undefined> {
  return sql.row<Quota>(QUOTA, [ownerId]);
}

const READY = `
update picture set state = 'READY', keep_until = now() + $2 * interval '1 hour'
where picture_id = $1 and state = 'STORING'`;

/** Its file is written; false when it was swept away meanwhile. */
export async function pictureReady(
  sql: Sql,
  pictureId: string,
  keep_hours: number,
): Promise<boolean> {
  return (await sql.run(READY, [pictureId, keep_hours])) === 1;
}

const ABANDON = `
update picture set state = 'GONE', keep_until = now() - interval '1 second'
where picture_id = $1 and state = 'STORING'`;

/** Its file could not be written: the next sweep takes it away. */
export async function abandonPicture(sql: Sql, pictureId: string): Promise<void> {
  await sql.run(ABANDON, [pictureId]);
}

const CLAIM =
  `
with mine as (
  select picture_id from picture
  where picture_id = any($1::text[]) and owner_id = $2 and purpose = $3 and state = 'READY'
    and (ref is null or ref = $4)
  order by picture_id for update
), whole as (
  select count(*) = cardinality($1::text[]) as all_there from mine
), taken as (
  update picture p set ref = $4, seller_ids = $5::text[],
    keep_until = greatest(p.keep_until, now() + interval '2 days')
  from mine, whole where p.picture_id = mine.picture_id and whole.all_there
  returning p.*, old.ref as was
), counted as (
  update picture_quota set unused = unused - (select count(*) from taken where was is null)
  where owner_id = $2
)
select ` +
  COLUMNS +
  ' from taken';

export interface Claim {
  ownerId: string;
  purpose: Purpose;
  ref: string;
  pictureIds: readonly string[];
  sellerIds: readonly string[];
}

/** Takes all of these pictures for something, or none: then the list is empty. */
export async function claimPictures(sql: Sql, of: Claim): Promise<PictureRow[]> {
  const { pictureIds, ownerId, purpose, ref, sellerIds } = of;
  return sql.rows<PictureRow>(CLAIM, [pictureIds, ownerId, purpose, ref, sellerIds]);
}

/** Who looks at a picture. */
export type Viewer =
  | { kind: 'owner'; id: string }
  | { kind: 'seller'; ids: readonly string[] }
  | { kind: 'operator' };

const SEEN =
  'select ' +
  COLUMNS +
  ` from picture where picture_id = $1 and state = 'READY'
and ($2::text is null or owner_id = $2)
and ($3::text[] is null or seller_ids && $3 or owner_id = any($3))`;

/** A picture, if it is this viewer's to see. */
export async function seenPicture(
  sql: Sql,
  pictureId: string,
  viewer: Viewer,
): Promise<PictureRow | undefined> {
  const owner = viewer.kind === 'owner' ? viewer.id : null;
  const sellers = viewer.kind === 'seller' ? viewer.ids : null;
  return sql.row<PictureRow>(SEEN, [pictureId, owner, sellers]);
}

const SHOWN = `select shown from picture where file = $1 and state = 'READY'`;

/** Whether everybody may see what is in this file. */
export async function isShown(sql: Sql, file: string): Promise<boolean> {
  return (await sql.row<{ shown: boolean }>(SHOWN, [file]))?.shown ?? false;
}

const SHOW = `
update picture p set shown = (p.picture_id = any(s.ids)), shown_version = s.version
from (
  select ref, version, array(select json_array_elements_text(ids)) as ids
  from json_to_recordset($1::json) as t(ref text, version int, ids json)
) s
where p.ref = s.ref and p.purpose = 'review' and p.shown_version < s.version`;

export interface Showing {
  ref: string;
  version: number;
  /** Those of this ref that everybody may see; the others nobody may. */
  ids: readonly string[];
}

/** What reviews say of their pictures; later versions win. Refs must differ. */
export async function showPictures(tx: Sql, list: readonly Showing[]): Promise<void> {
  if (list.length > 0) await tx.run(SHOW, [JSON.stringify(list)]);
}

const DUE =
  'select ' +
  COLUMNS +
  `, state from picture where keep_until < now() order by keep_until limit $1`;

/** Pictures that nobody has spoken for in time, the longest first. */
export async function duePictures(
  sql: Sql,
  limit: number,
): Promise<(PictureRow & { state: string })[]> {
  return sql.rows(DUE, [limit]);
}

const KEEP = `
update picture set keep_until = now() + $2 * interval '1 day'
where picture_id = any($1::text[]) and state = 'READY'`;

/** These are used: they are asked about again in some days. */
export async function keepPictures(
  sql: Sql,
  pictureIds: readonly string[],
  days: number,
): Promise<void> {
  if (pictureIds.length > 0) await sql.run(KEEP, [pictureIds, days]);
}

const DOOM = `
update picture set state = 'GONE', shown = false, keep_until = now() - interval '1 second'
where picture_id = any($1::text[]) and keep_until < now()
returning picture_id as "pictureId", file`;

export interface Doomed {
  pictureId: string;
  file: string;
}

/** Marks those that are still due; whoever claims one later finds nothing. */
export async function doomPictures(sql: Sql, pictureIds: readonly string[]): Promise<Doomed[]> {
  return pictureIds.length === 0 ? [] : sql.rows<Doomed>(DOOM, [pictureIds]);
}

const DOOM_OWNED = `
update picture set state = 'GONE', shown = false, keep_until = now() - interval '1 second'
where owner_id = any($1::text[])`;

/** All that these people sent is to go. */
export async function doomOwned(tx: Sql, ownerIds: readonly string[]): Promise<void> {
  await tx.run(DOOM_OWNED, [ownerIds]);
}

const DROP = `
with gone as (
  delete from picture where picture_id = any($1::text[]) and state = 'GONE'
  returning owner_id, bytes, ref
), sum as (
  select owner_id, count(*) as pictures, sum(bytes) as bytes,
    count(*) filter (where ref is null) as unused
  from gone group by owner_id
)
update picture_quota q set pictures = q.pictures - s.pictures, bytes = q.bytes - s.bytes,
  unused = q.unused - s.unused
from sum s where q.owner_id = s.owner_id`;

/** Their files are gone, so may their rows be. */
export async function dropPictures(sql: Sql, pictureIds: readonly string[]): Promise<void> {
  if (pictureIds.length > 0) await sql.run(DROP, [pictureIds]);
}

const OWNED =
  'select ' +
  COLUMNS +
  ` from picture where owner_id = $1 and picture_id > $2 and state = 'READY'
order by picture_id limit $3`;

/** What somebody sent, after an id. */
export async function ownedPictures(
  sql: Sql,
  of: { ownerId: string; after: string; limit: number },
): Promise<PictureRow[]> {
  return sql.rows<PictureRow>(OWNED, [of.ownerId, of.after, of.limit]);
}
