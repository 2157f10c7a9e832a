/** SQL of categories, brands and attribute definitions, with the events of category changes. */
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { NamesByLocale } from './languages.ts';
import { categories_max, type Category } from './model-category.ts';
import type { AttributeRule } from './model.ts';

const categoryColumns =
  'category_id as "categoryId", parent_id as "parentId", slug, name, names, path, depth,' +
  ' external_id as "externalId", version';

/** The whole tree, parents before children; at most 20,000. */
export async function allCategories(sql: Sql): Promise<Category[]> {
  return sql.rows<Category>(
    'select ' + categoryColumns + ' from category order by depth, category_id limit $1',
    [categories_max],
  );
}

/** A figure that changes whenever a category, brand name or attribute does; a few ms. */
export async function treeRevision(sql: Sql): Promise<string> {
  const row = await sql.row<{ revision: string }>(
    `select (select count(*) || '.' || coalesce(sum(version), 0) from category) || '/' ||
       (select count(*) || '.' || coalesce(sum(version), 0) from attribute) as revision`,
  );
  return row?.revision ?? '';
}

/** Serialises changes of the tree: two moves at once could otherwise close a circle. */
export async function lockTree(tx: Sql): Promise<void> {
  await tx.run("select pg_advisory_xact_lock(hashtext('catalog.category-tree'))");
}

/** Inserts categories, parents before children, each with its CATEGORY_CHANGED. One statement. */
export async function insertCategories(tx: Sql, categories: readonly Category[]): Promise<void> {
  if (categories.length === 0) return;
  await tx.run(
    `with input as (
       select * from jsonb_to_recordset($1::jsonb) as c("categoryId" text, "parentId" text,
         slug text, name text, names jsonb, path text, depth int, "externalId" text,
         metadata jsonb)
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'CATEGORY_CHANGED', 'category', "categoryId", 1, jsonb_build_object(
         'categoryId', "categoryId", 'parentId', "parentId", 'name', name, 'names', names,
         'slug', slug, 'path', path, 'deleted', false), metadata
       from input
     )
     insert into category (category_id, parent_id, slug, name, names, path, depth, external_id)
     select "categoryId", "parentId", slug, name, names, path, depth, "externalId" from input`,
    [JSON.stringify(categories.map((one) => ({ ...one, metadata: parsedMeta() })))],
  );
}

function parsedMeta(): unknown {
  return JSON.parse(eventMeta());
}

export interface CategoryChange {
  categoryId: string;
  name: string;
  names: NamesByLocale;
  slug: string;
  parentId: string | null;
  oldPath: string;
  path: string;
  /** How much deeper the branch gets; negative when it rises. */
  deeper: number;
}

/**
 * Renames or moves a category with its whole branch: paths below follow, each with a new version
 * and an event. Gives the ids that changed, or none when the version is not `version`.
 */
export async function changeCategory(
  tx: Sql,
  change: CategoryChange,
  version: number,
): Promise<string[]> {
  const rows = await tx.rows<{ category_id: string }>(
    `with self as (
       select category_id from category where category_id = $1 and version = $2 for update
     ), changed as (
       update category c set
         name = case when c.category_id = $1 then $3 else c.name end,
         names = case when c.category_id = $1 then $10::jsonb else c.names end,
         slug = case when c.category_id = $1 then $4 else c.slug end,
         parent_id = case when c.category_id = $1 then $5 else c.parent_id end,
         path = $7 || substr(c.path, length($6) + 1), depth = c.depth + $8::int,
         version = c.version + 1, updated_at = now()
       where exists (select 1 from self) and (c.category_id = $1
         or ($6 <> $7 and c.path >= $6 || '/' and c.path < $6 || '0'))
       returning c.*
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'CATEGORY_CHANGED', 'category', category_id, version, jsonb_build_object(
         'categoryId', category_id, 'parentId', parent_id, 'name', name, 'names', names,
         'slug', slug, 'path', path, 'deleted', false), $9::jsonb
       from changed
     )
     select category_id from changed`,
    [
      change.categoryId,
      version,
      change.name,
      change.slug,
      change.parentId,
      change.oldPath,
      change.path,
      change.deeper,
      eventMeta(),
      JSON.stringify(change.names),
    ],
  );
  return rows.map((row) => row.category_id);
}

/** Whether products stand in the category itself. */
export async function hasProducts(sql: Sql, categoryId: string): Promise<boolean> {
  return (
    (await sql.row('select 1 from product where category_id = $1 limit 1', [categoryId])) !==
    undefined
  );
}

/** Removes an empty category with its attribute definitions; false when the version is another. */
export async function deleteCategory(tx: Sql, category: Category): Promise<boolean> {
  await tx.run('delete from attribute where category_id = $1', [category.categoryId]);
  const deleted = await tx.run('delete from category where category_id = $1 and version = $2', [
    category.categoryId,
    category.version,
  ]);
  if (deleted === 0) return false;
  await tx.run(
    `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     values ('CATEGORY_CHANGED', 'category', $1, $2, $3::jsonb, $4::jsonb)`,
    [
      category.categoryId,
      category.version + 1,
      JSON.stringify({
        categoryId: category.categoryId,
        parentId: category.parentId,
        name: category.name,
        names: category.names,
        slug: category.slug,
        path: category.path,
        deleted: true,
      }),
      eventMeta(),
    ],
  );
  return true;
}

export interface Brand {
  brandId: string;
  name: string;
  slug: string;
  logoUrl: string | null;
  version: number;
}

const brandColumns = 'brand_id as "brandId", name, slug, logo_url as "logoUrl", version';

export async function brandById(sql: Sql, brandId: string): Promise<Brand | null> {
  const text = 'select ' + brandColumns + ' from brand where brand_id = $1';
  return (await sql.row<Brand>(text, [brandId])) ?? null;
}

/** Brands by id, slug or name in any case; at most 100 keys. */
export async function brandsByKeys(sql: Sql, keys: string[]): Promise<Brand[]> {
  const text =
    'select ' +
    brandColumns +
    ' from brand where brand_id = any($1::text[]) or slug = any($1::text[])' +
    ' or lower(name) = any($2::text[]) limit 200';
  return sql.rows<Brand>(text, [keys, keys.map((key) => key.toLowerCase())]);
}

/** Brands by name in any case; at most 2,000 names. */
export async function brandsByNames(sql: Sql, names: string[]): Promise<Brand[]> {
  const text =
    'select ' +
    brandColumns +
    ' from unnest($1::text[]) as u(wanted) cross join lateral' +
    ' (select * from brand where lower(brand.name) = u.wanted limit 1) b';
  return sql.rows<Brand>(text, [names.map((name) => name.toLowerCase())]);
}

/** A page of brands by name. */
export async function brandPage(
  sql: Sql,
  after: { name: string; brandId: string } | null,
  limit: number,
): Promise<Brand[]> {
  const text =
    'select ' +
    brandColumns +
    ' from brand where $1::text is null or (lower(name), brand_id) > ($1, $2)' +
    ' order by lower(name), brand_id limit $3';
  return sql.rows<Brand>(text, [after?.name ?? null, after?.brandId ?? null, limit]);
}

/**
 * Makes sure that brands of these names exist, and gives them by lower-case name. A slug that is
 * taken gets the end of the new id. At most 1,000 names.
 */
export async function ensureBrands(
  tx: Sql,
  brands: readonly { brandId: string; name: string; slug: string; otherSlug: string }[],
): Promise<Map<string, Brand>> {
  await tx.run(
    `insert into brand (brand_id, name, slug)
     select brand_id, name,
       case when rank > 1 or exists (select 1 from brand b where b.slug = i.slug)
         then other_slug else slug end
     from (select *, row_number() over (partition by slug order by brand_id) as rank
       from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         as u(brand_id, name, slug, other_slug)
       where not exists (select 1 from brand b where lower(b.name) = lower(u.name))) i
     on conflict do nothing`,
    [
      brands.map((one) => one.brandId),
      brands.map((one) => one.name),
      brands.map((one) => one.slug),
      brands.map((one) => one.otherSlug),
    ],
  );
  const rows = await brandsByNames(
    tx,
    brands.map((one) => one.name),
  );
  return new Map(rows.map((one) => [one.name.toLowerCase(), one]));
}

/** Throws 23505 when the name or the slug is taken. */
export async function insertBrand(sql: Sql, brand: Brand): Promise<void> {
  await sql.run('insert into brand (brand_id, name, slug, logo_url) values ($1, $2, $3, $4)', [
    brand.brandId,
    brand.name,
    brand.slug,
    brand.logoUrl,
  ]);
}

/** False when another version stands there. Throws 23505 when the name or slug is taken. */
export async function updateBrand(sql: Sql, brand: Brand): Promise<boolean> {
  const changed = await sql.run(
    `update brand set name = $3, slug = $4, logo_url = $5, version = version + 1
     where brand_id = $1 and version = $2`,
    [brand.brandId, brand.version, brand.name, brand.slug, brand.logoUrl],
  );
  return changed === 1;
}

/** False when another version stands there. Throws 23503 while products carry it. */
export async function deleteBrand(sql: Sql, brandId: string, version: number): Promise<boolean> {
  const text = 'delete from brand where brand_id = $1 and version = $2';
  return (await sql.run(text, [brandId, version])) === 1;
}

const ruleColumns =
  'attribute_id as "attributeId", category_id as "categoryId", code, name, kind, unit,' +
  ' choices, required, filterable, version, names, value_names as "valueNames", colors';

/** Every attribute definition, at most 5,000. */
export async function allAttributes(sql: Sql): Promise<AttributeRule[]> {
  const text = 'select ' + ruleColumns + ' from attribute order by attribute_id limit 5000';
  return sql.rows<AttributeRule>(text);
}

/** Throws 23505 when the category already defines the code. */
export async function insertAttribute(sql: Sql, rule: AttributeRule): Promise<void> {
  await sql.run(
    `insert into attribute (attribute_id, category_id, code, name, kind, unit, choices, required,
       filterable, names, value_names, colors)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12::jsonb)`,
    [
      rule.attributeId,
      rule.categoryId,
      rule.code,
      rule.name,
      rule.kind,
      rule.unit,
      rule.choices,
      rule.required,
      rule.filterable,
      JSON.stringify(rule.names),
      JSON.stringify(rule.valueNames),
      JSON.stringify(rule.colors),
    ],
  );
}

/** Adds definitions that are not there yet by id or by category and code. One statement. */
export async function insertAttributes(sql: Sql, rules: readonly AttributeRule[]): Promise<void> {
  await sql.run(
    `insert into attribute (attribute_id, category_id, code, name, kind, unit, choices, required,
       filterable, names, value_names, colors)
     select "attributeId", "categoryId", code, name, kind, unit, choices, required, filterable,
       names, "valueNames", colors
     from json_to_recordset($1::json) as a("attributeId" text, "categoryId" text, code text,
       name text, kind text, unit text, choices text[], required boolean, filterable boolean,
       names jsonb, "valueNames" jsonb, colors jsonb)
     on conflict do nothing`,
    [JSON.stringify(rules)],
  );
}

/** Code and category stay. False when another version stands there. */
export async function updateAttribute(sql: Sql, rule: AttributeRule): Promise<boolean> {
  const changed = await sql.run(
    `update attribute set name = $3, kind = $4, unit = $5, choices = $6, required = $7,
       filterable = $8, names = $9::jsonb, value_names = $10::jsonb, colors = $11::jsonb,
       version = version + 1
     where attribute_id = $1 and version = $2`,
    [
      rule.attributeId,
      rule.version,
      rule.name,
      rule.kind,
      rule.unit,
      rule.choices,
      rule.required,
      rule.filterable,
      JSON.stringify(rule.names),
      JSON.stringify(rule.valueNames),
      JSON.stringify(rule.colors),
    ],
  );
  return changed === 1;
}

export async function deleteAttribute(sql: Sql, id: string, version: number): Promise<boolean> {
  const text = 'delete from attribute where attribute_id = $1 and version = $2';
  return (await sql.run(text, [id, version])) === 1;
}
