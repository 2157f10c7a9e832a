import type { Sql } from '#kernel/db/db.ts';

// The products of a seller are walked once, however many pictures are asked about: an index over
// all images would cost every import what the sweep of pictures needs once a month.
const SHOWN = `
with asked as materialized (
  select * from json_to_recordset($1::json) as t("pictureId" text, url text, "ownerId" text)
), shown as (
  select distinct p.seller_id, i ->> 'url' as url
  from product p cross join jsonb_array_elements(p.images) i
  where p.seller_id in (select "ownerId" from asked) and i ->> 'url' like '/media/%'
)
select a."pictureId" from asked a join shown s on s.url = a.url and s.seller_id = a."ownerId"`;

/** Which of these pictures are among the images of a product of their seller. One statement. */
export async function picturesInUse(
  sql: Sql,
  { pictures }: { pictures: readonly { pictureId: string; url: string; ownerId: string }[] },
): Promise<{ used: string[] }> {
  const rows = await sql.rows<{ pictureId: string }>(SHOWN, [JSON.stringify(pictures)]);
  return { used: rows.map((row) => row.pictureId) };
}
