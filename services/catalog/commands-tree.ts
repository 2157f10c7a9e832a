/** The write path of categories, brands and attribute definitions (admin, and the importer). */
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { violated, type Workshop } from './commands.ts';
import { loweredValues, type NamesByLocale } from './languages.ts';
import { loweredColors } from './media.ts';
import {
  categories_max,
  CategoryTree,
  depth_max,
  placeCategory,
  type Category,
} from './model-category.ts';
import { slugify, slugWithId, type AttributeRule } from './model.ts';
import {
  allCategories,
  brandById,
  changeCategory,
  deleteAttribute,
  deleteBrand,
  deleteCategory,
  hasProducts,
  insertAttribute,
  insertBrand,
  insertCategories,
  lockTree,
  updateAttribute,
  updateBrand,
  type Brand,
} from './store-category.ts';
import { requestSweep } from './store-copy.ts';

export type TreeRefusal = Refusal<
  | 'not-found'
  | 'precondition-failed'
  | 'category-unknown'
  | 'category-cycle'
  | 'category-too-deep'
  | 'category-not-empty'
  | 'slug-taken'
  | 'brand-in-use'
>;

export interface CategoryInput {
  name: string;
  names?: NamesByLocale;
  slug?: string;
  parentId?: string | null;
}

async function lockedTree(tx: Sql): Promise<CategoryTree> {
  await lockTree(tx);
  return new CategoryTree(await allCategories(tx));
}

/** Adds a category below `parentId` (null: at the top). */
export async function createCategory(
  shop: Workshop,
  given: CategoryInput,
): Promise<Category | TreeRefusal> {
  const slug = given.slug ?? slugify(given.name);
  const parentId = given.parentId ?? null;
  const result = await shop.db.tx(async (tx) => {
    const tree = await lockedTree(tx);
    const place = placeCategory(tree, { parentId, slug }, null);
    if (isRefusal(place)) return place;
    const category: Category = {
      categoryId: newId('cat'),
      parentId,
      slug,
      name: given.name,
      names: given.names ?? {},
      ...place,
      externalId: null,
      version: 1,
    };
    await insertCategories(tx, [category]);
    return category;
  });
  return changedTree(shop, result);
}

function changedTree<T>(shop: Workshop, result: T): T {
  if (isRefusal(result)) return result;
  shop.shelf.forget();
  shop.outbox.poke();
  return result;
}

/**
 * Renames or moves a category with everything below it. Lists show the new place at once; the
 * search finds products by a new name within seconds for each 100,000 of them.
 */
export async function updateCategory(
  shop: Workshop,
  categoryId: string,
  { version, patch }: { version: number; patch: Partial<CategoryInput> },
): Promise<Category | TreeRefusal> {
  const result = await shop.db.tx(async (tx) => {
    const tree = await lockedTree(tx);
    const category = tree.byId.get(categoryId);
    if (category === undefined) return refuse('not-found');
    if (category.version !== version) {
      return refuse('precondition-failed', { version: category.version });
    }
    const parentId = patch.parentId === undefined ? category.parentId : patch.parentId;
    const slug = patch.slug ?? category.slug;
    const name = patch.name ?? category.name;
    const names = patch.names ?? category.names;
    const place = placeCategory(tree, { parentId, slug }, category);
    if (isRefusal(place)) return place;
    const deeper = place.depth - category.depth;
    const change = { categoryId, name, names, slug, parentId, oldPath: category.path, deeper };
    const changed = await changeCategory(tx, { ...change, path: place.path }, version);
    // The products of a renamed category are found by its new name.
    if (name !== category.name && changed.length > 0) {
      await requestSweep(tx, 'category', categoryId);
    }
    return { ...category, parentId, slug, name, names, ...place, version: version + 1 };
  });
  return changedTree(shop, result);
}

/** Removes a category without products and children. */
export async function removeCategory(
  shop: Workshop,
  categoryId: string,
  version: number,
): Promise<true | TreeRefusal> {
  const result = await shop.db.tx(async (tx) => {
    const tree = await lockedTree(tx);
    const category = tree.byId.get(categoryId);
    if (category === undefined) return refuse('not-found');
    if (category.version !== version) {
      return refuse('precondition-failed', { version: category.version });
    }
    if (tree.children.has(categoryId) || (await hasProducts(tx, categoryId))) {
      return refuse('category-not-empty', { categoryId });
    }
    return (await deleteCategory(tx, category)) || refuse('not-found');
  });
  return changedTree(shop, result);
}

/** A category to make sure of: names from the root, and what another system calls each. */
export interface CategoryLine {
  names: readonly string[];
  /** External ids, positions matching; missing ones are none. */
  externalIds?: readonly (string | undefined)[];
}

/**
 * Makes sure that lines of categories exist and gives the id of the last of each line, positions
 * matching. Known ones are found by external id or by path of slugs. One statement for all that
 * are new; null for a line that is empty, too deep, or beyond the largest tree.
 */
export async function ensureCategories(
  shop: Workshop,
  lines: readonly CategoryLine[],
): Promise<{ ids: (string | null)[]; created: number }> {
  const result = await shop.db.tx(async (tx) => {
    const tree = await lockedTree(tx);
    const fresh: Category[] = [];
    const ids = lines.map((line) => ensureLine(tree, line, fresh));
    // Statements of a bounded size; parents come before children in `fresh`.
    for (let at = 0; at < fresh.length; at += 1000) {
      await insertCategories(tx, fresh.slice(at, at + 1000));
    }
    return { ids, created: fresh.length };
  });
  return result.created > 0 ? changedTree(shop, result) : result;
}

function ensureLine(tree: CategoryTree, line: CategoryLine, fresh: Category[]): string | null {
  if (line.names.length === 0 || line.names.length > depth_max) return null;
  let parent: Category | null = null;
  for (const [at, name] of line.names.entries()) {
    const externalId = line.externalIds?.[at] ?? null;
    const slug = slugify(name);
    const path: string = parent === null ? slug : `${parent.path}/${slug}`;
    const there: Category | undefined =
      (externalId === null ? undefined : tree.byExternalId.get(externalId)) ??
      sameThing(tree.byPath.get(path), externalId);
    parent = there ?? addNode(tree, { parent, name, slug, path, externalId }, fresh);
    if (parent === null) return null;
  }
  return parent?.categoryId ?? null;
}

/** Two siblings may have one slug in another system; their external ids tell them apart. */
function sameThing(found: Category | undefined, externalId: string | null): Category | undefined {
  if (found === undefined || externalId === null || found.externalId === null) return found;
  return found.externalId === externalId ? found : undefined;
}

interface NewNode {
  parent: Category | null;
  name: string;
  slug: string;
  path: string;
  externalId: string | null;
}

function addNode(tree: CategoryTree, node: NewNode, fresh: Category[]): Category | null {
  const { parent, name, externalId } = node;
  const depth = (parent?.depth ?? 0) + 1;
  if (tree.byId.size >= categories_max || depth > depth_max) return null;
  const categoryId = newId('cat');
  const taken = tree.byPath.has(node.path);
  const slug = taken ? slugWithId(node.slug, categoryId) : node.slug;
  const path = parent === null ? slug : `${parent.path}/${slug}`;
  const parentId = parent?.categoryId ?? null;
  const place = { parentId, slug, path, depth };
  const made = { categoryId, name, names: {}, ...place, externalId, version: 1 };
  tree.byId.set(categoryId, made);
  tree.byPath.set(path, made);
  if (externalId !== null) tree.byExternalId.set(externalId, made);
  fresh.push(made);
  return made;
}

export interface BrandInput {
  name: string;
  slug?: string;
  logoUrl?: string | null;
}

function slugTaken(error: unknown): TreeRefusal {
  if (violated(error) === undefined) throw error;
  return refuse('slug-taken');
}

export async function createBrand(shop: Workshop, given: BrandInput): Promise<Brand | TreeRefusal> {
  const brand: Brand = {
    brandId: newId('brd'),
    name: given.name,
    slug: given.slug ?? slugify(given.name),
    logoUrl: given.logoUrl ?? null,
    version: 1,
  };
  try {
    await insertBrand(shop.db, brand);
  } catch (error) {
    return slugTaken(error);
  }
  return brand;
}

/** A new name reaches the products, and the rooms that copied them, in the background. */
export async function changeBrand(
  shop: Workshop,
  brandId: string,
  { version, patch }: { version: number; patch: Partial<BrandInput> },
): Promise<Brand | TreeRefusal> {
  const brand = await brandById(shop.db, brandId);
  if (brand === null) return refuse('not-found');
  const next = { ...brand, ...patch, version };
  try {
    const changed = await shop.db.tx(async (tx) => {
      if (!(await updateBrand(tx, next))) return false;
      if (next.name !== brand.name) await requestSweep(tx, 'brand', brandId);
      return true;
    });
    if (!changed) return refuse('precondition-failed', { version: brand.version });
  } catch (error) {
    return slugTaken(error);
  }
  return { ...next, version: version + 1 };
}

export async function removeBrand(
  shop: Workshop,
  brandId: string,
  version: number,
): Promise<true | TreeRefusal> {
  const brand = await brandById(shop.db, brandId);
  if (brand === null) return refuse('not-found');
  try {
    const gone = await deleteBrand(shop.db, brandId, version);
    return gone || refuse('precondition-failed', { version: brand.version });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23503') {
      return refuse('brand-in-use', { brandId });
    }
    throw error;
  }
}

export type AttributeInput = Omit<AttributeRule, 'attributeId' | 'version'>;

/** Defines an attribute; products that are there already are not checked again until changed. */
export async function createAttribute(
  shop: Workshop,
  given: AttributeInput,
): Promise<AttributeRule | TreeRefusal> {
  const { tree } = await shop.shelf.get();
  if (given.categoryId !== null && !tree.byId.has(given.categoryId)) {
    return refuse('category-unknown', { categoryId: given.categoryId });
  }
  const rule: AttributeRule = {
    ...given,
    valueNames: loweredValues(given.valueNames),
    colors: loweredColors(given.colors),
    attributeId: newId('att'),
    version: 1,
  };
  try {
    await insertAttribute(shop.db, rule);
  } catch (error) {
    return slugTaken(error);
  }
  return changedTree(shop, rule);
}

export async function changeAttribute(
  shop: Workshop,
  attributeId: string,
  { version, patch }: { version: number; patch: Partial<AttributeInput> },
): Promise<AttributeRule | TreeRefusal> {
  shop.shelf.forget();
  const { rules } = await shop.shelf.get();
  const rule = rules.find((one) => one.attributeId === attributeId);
  if (rule === undefined) return refuse('not-found');
  const { code, categoryId } = rule;
  const valueNames = loweredValues(patch.valueNames ?? rule.valueNames);
  const colors = loweredColors(patch.colors ?? rule.colors);
  const next = { ...rule, ...patch, valueNames, colors, code, categoryId, version };
  if (!(await updateAttribute(shop.db, next))) {
    return refuse('precondition-failed', { version: rule.version });
  }
  return changedTree(shop, { ...next, version: version + 1 });
}

export async function removeAttribute(
  shop: Workshop,
  attributeId: string,
  version: number,
): Promise<true | TreeRefusal> {
  shop.shelf.forget();
  const { rules } = await shop.shelf.get();
  const rule = rules.find((one) => one.attributeId === attributeId);
  if (rule === undefined) return refuse('not-found');
  if (!(await deleteAttribute(shop.db, attributeId, version))) {
    return refuse('precondition-failed', { version: rule.version });
  }
  return changedTree(shop, true);
}
