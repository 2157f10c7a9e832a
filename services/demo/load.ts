// Puts the demo world into running rooms, through the same calls that rooms use. Safe to repeat
// and to kill: everything is idempotent by id, and the people come last, so that a world whose
// administrator can log in is whole.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { inventoryCalls, type Adjustment } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { reviewsCalls } from '#services/reviews/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { demoWorld } from './catalogue.ts';
import { loadExtras } from './extras.ts';
import type { DemoCurrency, DemoProduct, DemoWorld } from './model.ts';
import { imageKey } from './image-key.ts';
import { renderApart, type Drawn } from './render-apart.ts';
import { demoReviews } from './reviews.ts';

export interface LoadOptions {
  client: Rpc['client'];
  /** Where pictures are kept; served under /images/. */
  imagesFolder: string;
  onProgress?(sentence: string): void;
}

const PRODUCTS_AT_ONCE = 100;
const ROWS_AT_ONCE = 1_000;
const CURRENCIES: DemoCurrency[] = ['USD', 'EUR', 'GBP'];

/** Loads the demo world unless it is there; true when it was loaded now. About 15 s, once. */
export async function loadDemo(options: LoadOptions): Promise<boolean> {
  const { client, onProgress = () => undefined } = options;
  const world = demoWorld();
  if (await isLoaded(client, world)) return false;
  onProgress('Drawing product pictures');
  const drawn = await renderApart(options.imagesFolder, ({ done, total }) =>
    onProgress(`Drawing product pictures ${done} of ${total}`),
  );
  onProgress('Opening the sellers');
  await loadSellers(client, world);
  await loadWarehouses(client, world);
  await loadProducts(client, world, { drawn, onProgress });
  await loadReviews(client, world);
  await loadExtras(client, world);
  await loadPeople(client, world);
  return true;
}

/** Whether the people, who come last, are there. One call. */
export async function isLoaded(
  client: Rpc['client'],
  world: DemoWorld = demoWorld(),
): Promise<boolean> {
  const last = world.people.at(-1);
  assert(last !== undefined, 'the demo world has people');
  const found = await client(identityCalls).user({ userId: last.userId });
  return !isRefusal(found);
}

async function loadSellers(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const sellers = world.sellers.map(({ sellerId, name, slug, description }) => ({
    sellerId,
    name,
    slug,
    description,
    status: 'APPROVED' as const,
  }));
  const members = world.people.flatMap(({ userId, sellerId }) =>
    sellerId === null ? [] : [{ sellerId, userId, role: 'owner' as const }],
  );
  done(await client(sellersCalls).import({ sellers, members }));
}

async function loadWarehouses(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const warehouses = world.warehouses.map((one) => ({
    warehouseId: one.warehouseId,
    name: one.name,
    latitude: one.latitude,
    longitude: one.longitude,
    country: one.country,
    state: one.region,
    sellerId: null,
  }));
  done(await client(inventoryCalls).addWarehouses({ warehouses }));
}

async function loadProducts(
  client: Rpc['client'],
  world: DemoWorld,
  rest: { drawn: Drawn; onProgress(sentence: string): void },
): Promise<void> {
  const { attributes } = world;
  const categories = world.categories
    .toSorted((a, b) => a.path.split('/').length - b.path.split('/').length)
    .map(({ categoryId, parentId, slug, name, names }) => {
      return { categoryId, parentId, slug, name, names };
    });
  done(await client(catalogCalls).import({ categories, attributes, products: [] }));
  const all = [...world.products, ...world.offers];
  for (let from = 0; from < all.length; from += PRODUCTS_AT_ONCE) {
    const part = all.slice(from, from + PRODUCTS_AT_ONCE);
    rest.onProgress(`Stocking the shelves: ${from} of ${all.length} products`);
    await loadPrices(client, part);
    const products = part.map((one) => productOf(one, rest.drawn));
    done(await client(catalogCalls).import({ categories: [], products }));
    await loadStock(client, part);
  }
}

function productOf(product: DemoProduct, { files, films }: Drawn) {
  const { productId, sellerId, slug, name, description, brand, categoryId, attributes } = product;
  const images = product.images.map((image) => ({
    url: `/images/${files.get(imageKey(image)) ?? ''}`,
    alt: image.alt,
    variantId: null,
  }));
  return {
    productId,
    sellerId,
    slug,
    name,
    description,
    brand,
    categoryId,
    attributes,
    images,
    videos: videosOf(product, { files, films }),
    highlights: product.highlights,
    currency: 'USD',
    rating: product.rating,
    reviewCount: product.reviewCount,
    variants: product.variants.map((variant) => ({
      variantId: variant.variantId,
      sku: variant.sku,
      name: variant.name,
      attributes: variant.attributes,
      weight_g: variant.weight_g,
      size_mm: [variant.length_mm, variant.width_mm, variant.height_mm],
      ...(variant.barcode === undefined ? {} : { barcode: variant.barcode }),
    })),
  };
}

function videosOf(product: DemoProduct, { files, films }: Drawn) {
  const [image] = product.images;
  const made = image === undefined || !product.film ? undefined : films.get(imageKey(image));
  if (image === undefined || made === undefined) return [];
  return [
    {
      url: `/images/${made.film}`,
      poster: `/images/${files.get(imageKey(image)) ?? ''}`,
      title: product.name,
      seconds: made.seconds,
      captions: made.captions.map(({ locale, file }) => ({ locale, url: `/images/${file}` })),
    },
  ];
}

async function loadPrices(client: Rpc['client'], products: DemoProduct[]): Promise<void> {
  const prices = products.flatMap((product) =>
    product.variants.flatMap((variant) =>
      CURRENCIES.map((currency) => ({
        variantId: variant.variantId,
        currency,
        base_minor: variant.prices[currency].price_minor,
        sale_minor: variant.prices[currency].sale_minor,
      })),
    ),
  );
  for (let from = 0; from < prices.length; from += ROWS_AT_ONCE) {
    const part = prices.slice(from, from + ROWS_AT_ONCE);
    done(await client(pricingCalls).setPrices({ prices: part }));
  }
}

async function loadStock(client: Rpc['client'], products: DemoProduct[]): Promise<void> {
  const adjustments = products.flatMap((product) =>
    product.variants.flatMap((variant) =>
      variant.stock.map(({ warehouseId, onHand }): Adjustment => ({
        ref: `demo:${variant.variantId}`,
        variantId: variant.variantId,
        productId: product.productId,
        sellerId: product.sellerId,
        warehouseId,
        delta: onHand,
        reason: 'demo',
      })),
    ),
  );
  for (let from = 0; from < adjustments.length; from += ROWS_AT_ONCE) {
    const part = adjustments.slice(from, from + ROWS_AT_ONCE);
    done(await client(inventoryCalls).adjust({ adjustments: part }));
  }
}

async function loadReviews(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const reviews = demoReviews(world.products);
  for (let from = 0; from < reviews.length; from += ROWS_AT_ONCE) {
    const part = reviews.slice(from, from + ROWS_AT_ONCE);
    done(await client(reviewsCalls).import({ reviews: part }));
  }
}

async function loadPeople(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const users = world.people.map(({ userId, email, password, name, roles, address }) => ({
    userId,
    email,
    password,
    name,
    roles,
    addresses: address
      ? [
          {
            addressId: address.addressId,
            name: address.name,
            line1: address.line1,
            city: address.city,
            state: address.region,
            postalCode: address.postalCode,
            country: address.country,
            phone: address.phone,
          },
        ]
      : [],
  }));
  done(await client(identityCalls).import({ users }));
}

function done(answer: unknown): void {
  assert(!isRefusal(answer), `the demo world is refused: ${JSON.stringify(answer)}`);
}
