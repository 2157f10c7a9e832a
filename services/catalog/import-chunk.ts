/** One chunk of an import against the database: look up, plan, price, write, and send stock. */
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { violated, writeProducts, type Workshop } from './commands.ts';
import { ensureCategories, type CategoryLine } from './commands-tree.ts';
import type { Draft, RowProblem } from './import-map.ts';
import {
  bundlesOf,
  planBundle,
  priceKey,
  type Bundle,
  type Known,
  type Planned,
} from './import-plan.ts';
import { slugify, slugWithId, type Product } from './model.ts';
import type { Shelf } from './shelf.ts';
import { brandsByNames, ensureBrands } from './store-category.ts';
import { priceCopies } from './store-copy.ts';
import {
  pendingStock,
  planStock,
  stockDone,
  stockPlaces,
  type PendingStock,
  type StockTarget,
} from './store-import.ts';
import {
  loadProducts,
  lockProducts,
  productsOfRefs,
  productsOfSkus,
  takenSlugs,
} from './store-product.ts';
import { refreshListing } from './store-listing.ts';

export interface ImportScope {
  sellerId: string;
  sellerApproved: boolean;
  createCategories: boolean;
  dryRun: boolean;
  knownWarehouses: ReadonlySet<string>;
  /** Where stock without a warehouse goes. */
  warehouses: readonly string[];
  /** Brands met so far, by lower-case name. */
  brands: Map<string, { brandId: string; name: string }>;
}

export interface ChunkResult {
  created: number;
  updated: number;
  unchanged: number;
  /** Rows. */
  failed: number;
  problems: RowProblem[];
}

export interface ChunkDone<Extra> {
  changed: string[];
  /** Stock differences to send. */
  stock: PendingStock[];
  extra: Extra;
}

interface ChunkPlan {
  planned: Planned[];
  targets: StockTarget[];
  result: ChunkResult;
}

export interface ChunkWork<Extra> {
  drafts: readonly Draft[];
  scope: ImportScope;
  also(tx: Sql, result: ChunkResult): Promise<Extra>;
}

/**
 * Deals with drafts: `also` runs in the transaction that writes them, with what came of it. About
 * ten statements and two calls for a chunk of any size. When somebody else took a slug or SKU
 * meanwhile, or changed a product, the chunk is planned again, at most three times.
 */
export async function writeChunk<Extra>(
  shop: Workshop,
  { drafts, scope, also }: ChunkWork<Extra>,
): Promise<ChunkDone<Extra>> {
  for (let tries = 1; ; tries += 1) {
    const plan = await planChunk(shop, drafts, scope);
    if (scope.dryRun) {
      const extra = await shop.db.tx((tx) => also(tx, plan.result));
      return { changed: [], stock: [], extra };
    }
    const prices = plan.planned.flatMap((one) => one.prices);
    for (let at = 0; at < prices.length; at += 1000) {
      const set = await shop.neighbours.setPrices({ prices: prices.slice(at, at + 1000) });
      if (isRefusal(set)) throw new Error(`pricing refused prices: ${set.code}`);
    }
    try {
      return await commitChunk(shop, plan, also);
    } catch (error) {
      // Planning again sees the other's row: its SKU belongs to that product, its slug is taken.
      if (violated(error) === undefined && !(error instanceof ProductMoved)) throw error;
      if (tries === 3) throw error;
    }
  }
}

/** A product changed between planning and its lock. */
class ProductMoved extends Error {}

async function commitChunk<Extra>(
  shop: Workshop,
  plan: ChunkPlan,
  also: (tx: Sql, result: ChunkResult) => Promise<Extra>,
): Promise<ChunkDone<Extra>> {
  const writes = plan.planned.filter((one) => one.outcome !== 'unchanged');
  const prices = plan.planned.flatMap((one) => one.prices);
  const owners = new Map(
    plan.planned.flatMap(({ product, stock }) => {
      const { productId, sellerId } = product;
      return stock.map(({ variantId }) => [variantId, { productId, sellerId }] as const);
    }),
  );
  const repriced = plan.planned.filter(
    (one) => one.outcome === 'unchanged' && one.prices.length > 0,
  );
  const [extra, planned] = await shop.db.tx(
    async (tx) => {
      const updated = writes.filter((one) => one.outcome === 'updated');
      const locked = await lockProducts(
        tx,
        updated.map((one) => one.product.productId),
      );
      const versions = new Map(locked.map((one) => [one.productId, one.version]));
      for (const { product } of updated) {
        if (versions.get(product.productId) !== product.version - 1) throw new ProductMoved();
      }
      await writeProducts(
        tx,
        writes.map((one) => one.product),
        prices,
      );
      await refreshListing(
        tx,
        repriced.map((one) => one.product.productId),
      );
      const stock = await planStock(tx, plan.targets);
      return [await also(tx, plan.result), stock] as const;
    },
    { deadline_ms: 30_000 },
  );
  return {
    changed: [...writes, ...repriced].map((one) => one.product.productId),
    stock: planned.flatMap((one) => {
      const owner = owners.get(one.variantId);
      return owner === undefined ? [] : [{ ...one, ...owner }];
    }),
    extra,
  };
}

async function planChunk(
  shop: Workshop,
  drafts: readonly Draft[],
  scope: ImportScope,
): Promise<ChunkPlan> {
  const problems: RowProblem[] = [];
  const failedRows = new Set<number>();
  const fail = (draft: Draft, found: RowProblem[]) => {
    failedRows.add(draft.row);
    problems.push(...found);
  };
  const known = await lookUp(shop, drafts, { scope, fail });
  const usable = drafts.filter((draft) => !failedRows.has(draft.row));
  const planned: Planned[] = [];
  const claimed = new Set<string>();
  for (const bundle of bundlesOf(usable)) {
    const plan = doubleSku(bundle, claimed) ?? planBundle(bundle, known);
    if (Array.isArray(plan)) {
      for (const draft of bundle.drafts) failedRows.add(draft.row);
      problems.push(...plan);
    } else planned.push(plan);
  }
  await giveSlugs(shop, planned);
  const count = (outcome: Planned['outcome']) =>
    planned.filter((one) => one.outcome === outcome).length;
  return {
    planned,
    targets: await targetsOf(shop, planned, scope),
    result: {
      created: count('created'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      failed: failedRows.size,
      problems,
    },
  };
}

/** A SKU under two products of one chunk: the first one has it. */
function doubleSku(bundle: Bundle, claimed: Set<string>): RowProblem[] | null {
  const double = bundle.drafts.find((draft) => claimed.has(draft.sku));
  for (const draft of bundle.drafts) claimed.add(draft.sku);
  if (double === undefined) return null;
  const expected = 'a SKU that no other product of the file has';
  return [rowProblem(double, 'sku', { expected, got: double.sku })];
}

/** Everything that planning asks, in a fixed number of statements. */
async function lookUp(
  shop: Workshop,
  drafts: readonly Draft[],
  { scope, fail }: { scope: ImportScope; fail(draft: Draft, problems: RowProblem[]): void },
): Promise<Known> {
  const { db } = shop;
  const { sellerId, sellerApproved } = scope;
  const skus = [...new Set(drafts.map((draft) => draft.sku))];
  const refs = [...new Set(drafts.flatMap((draft) => draft.group ?? []))];
  const [categoryOf, brands, productOfSku, productOfRef] = await Promise.all([
    categoriesOf(shop, drafts, { scope, fail }),
    brandsOf(shop, drafts, scope),
    productsOfSkus(db, sellerId, skus),
    refs.length === 0 ? new Map<string, string>() : productsOfRefs(db, sellerId, refs),
  ]);
  for (const draft of drafts) {
    const place = draft.stock?.warehouseId ?? null;
    if (place !== null && !scope.knownWarehouses.has(place)) {
      const expected = 'the id of a warehouse that the seller may use';
      fail(draft, [rowProblem(draft, 'warehouse', { expected, got: place })]);
    } else if (draft.stock !== null && scope.warehouses.length === 0) {
      const expected = 'a warehouse: there is none yet';
      fail(draft, [rowProblem(draft, 'stock', { expected, got: String(draft.stock.amount) })]);
    }
  }
  const ids = [...new Set([...productOfSku.values(), ...productOfRef.values()])];
  const products = await loadProducts(db, ids);
  const variantIds = products.flatMap((one) => one.variants.map((v) => v.variantId));
  const prices = variantIds.length === 0 ? [] : await priceCopies(db, variantIds);
  return {
    shelf: await shop.shelf.get(),
    sellerId,
    sellerApproved,
    products: new Map(products.map((product) => [product.productId, product])),
    productOfSku,
    productOfRef,
    categoryOf,
    brands,
    prices: new Map(prices.map((price) => [priceKey(price.variantId, price.currency), price])),
  };
}

function rowProblem(draft: Draft, field: string, what: { expected: string; got: string }) {
  return { line: draft.line, column: field, field, code: 'row-not-accepted', ...what };
}

/** A category that exists, by what the row calls it. */
function findCategory(shelf: Shelf, line: CategoryLine): string | null {
  const { tree } = shelf;
  const external = line.externalIds?.at(-1);
  const byExternal = external === undefined ? undefined : tree.byExternalId.get(external);
  if (byExternal !== undefined) return byExternal.categoryId;
  const [first] = line.names;
  const found =
    line.names.length === 1 && first !== undefined
      ? (tree.findLoosely(first) ?? tree.byPath.get(slugify(first)))
      : tree.byPath.get(line.names.map((name) => slugify(name)).join('/'));
  return found?.categoryId ?? null;
}

async function categoriesOf(
  shop: Workshop,
  drafts: readonly Draft[],
  { scope, fail }: { scope: ImportScope; fail(draft: Draft, problems: RowProblem[]): void },
): Promise<Map<number, string>> {
  const shelf = await shop.shelf.get();
  const found = new Map<number, string>();
  const missing = new Map<string, { line: CategoryLine; drafts: Draft[] }>();
  for (const draft of drafts) {
    const id = findCategory(shelf, draft.category);
    if (id !== null) {
      found.set(draft.row, id);
      continue;
    }
    const key = JSON.stringify(draft.category);
    const same = missing.get(key);
    if (same === undefined) missing.set(key, { line: draft.category, drafts: [draft] });
    else same.drafts.push(draft);
  }
  const lines = [...missing.values()];
  if (lines.length === 0 || (scope.createCategories && scope.dryRun)) return found;
  const ids = scope.createCategories
    ? (
        await ensureCategories(
          shop,
          lines.map((one) => one.line),
        )
      ).ids
    : lines.map(() => null);
  for (const [at, { line, drafts: rows }] of lines.entries()) {
    const id = ids[at] ?? null;
    for (const draft of rows) {
      if (id !== null) found.set(draft.row, id);
      else fail(draft, [unknownCategory(draft, line)]);
    }
  }
  return found;
}

function unknownCategory(draft: Draft, line: CategoryLine): RowProblem {
  const expected = 'a category that exists (id, path, slug or name)';
  const got = line.names.join(' > ').slice(0, 200);
  return { ...rowProblem(draft, 'category', { expected, got }), code: 'category-unknown' };
}

/** Most brands remembered between chunks. */
const brandsKept_max = 10_000;

async function brandsOf(shop: Workshop, drafts: readonly Draft[], scope: ImportScope) {
  const found = scope.brands;
  if (found.size > brandsKept_max) found.clear();
  const names = new Map<string, string>();
  for (const { brand } of drafts) {
    const key = brand?.toLowerCase() ?? '';
    if (brand !== null && !found.has(key)) names.set(key, brand);
  }
  if (names.size === 0) return found;
  for (const brand of await brandsByNames(shop.db, [...names.values()])) {
    found.set(brand.name.toLowerCase(), brand);
    names.delete(brand.name.toLowerCase());
  }
  if (names.size === 0 || scope.dryRun) return found;
  const made = await ensureBrands(
    shop.db,
    [...names.values()].map((name) => {
      const brandId = newId('brd');
      const slug = slugify(name);
      return { brandId, name, slug, otherSlug: slugWithId(slug, brandId) };
    }),
  );
  for (const [key, brand] of made) found.set(key, brand);
  return found;
}

/** New products get the slug of their name, or one with the end of their id when it is taken. */
async function giveSlugs(shop: Workshop, planned: Planned[]): Promise<void> {
  const created = planned.filter((one) => one.outcome === 'created');
  if (created.length === 0) return;
  const used = await takenSlugs(
    shop.db,
    created.map((one) => one.product.slug),
  );
  for (const one of created) {
    const { slug, productId } = one.product;
    const free: Product = used.has(slug)
      ? { ...one.product, slug: slugWithId(slug, productId) }
      : one.product;
    used.add(free.slug);
    one.product = free;
  }
}

/** Where each stock figure goes: where the row says, where it went before, or spread by SKU. */
async function targetsOf(
  shop: Workshop,
  planned: readonly Planned[],
  scope: ImportScope,
): Promise<StockTarget[]> {
  const wanted = planned.flatMap((one) => one.stock);
  const old = planned
    .filter((one) => one.outcome !== 'created')
    .flatMap((one) => one.stock.map((target) => target.variantId));
  const before = old.length === 0 ? new Map<string, string>() : await stockPlaces(shop.db, old);
  return wanted.flatMap(({ variantId, sku, amount, warehouseId }) => {
    const spread = scope.warehouses[spreadOf(sku) % scope.warehouses.length];
    const place = warehouseId ?? before.get(variantId) ?? spread;
    return place === undefined ? [] : [{ variantId, amount, warehouseId: place }];
  });
}

/** FNV-1a: the same SKU goes to the same warehouse in every run. */
function spreadOf(sku: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sku.length; at += 1) {
    hash = Math.imul(hash ^ sku.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Sends stock differences, at most 1,000 a call, and marks them as confirmed. The ref holds the
 * generation of the figure, so that sending again has no second effect.
 */
export async function sendStock(shop: Workshop, stock: readonly PendingStock[]): Promise<void> {
  for (let at = 0; at < stock.length; at += 1000) {
    const part = stock.slice(at, at + 1000);
    const adjustments = part.map(({ generation, ...one }) => ({
      ...one,
      ref: `import:${one.variantId}:${one.warehouseId}:${generation}`,
      reason: 'import' as const,
    }));
    const answer = await shop.neighbours.adjust({ adjustments });
    if (isRefusal(answer)) throw new Error(`inventory refused stock: ${answer.code}`);
    await stockDone(shop.db, part);
  }
}

/** Sends what an import noted and did not get to send before it stopped. */
export async function sendPendingStock(shop: Workshop, sellerId: string): Promise<void> {
  for (;;) {
    const pending = await pendingStock(shop.db, sellerId);
    if (pending.length === 0) return;
    await sendStock(shop, pending);
  }
}
