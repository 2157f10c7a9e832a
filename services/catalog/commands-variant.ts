/** The write path of single variants: add, change, take out of sale. */
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import {
  changeProduct,
  refuseWriter,
  setPrices,
  settingsOf,
  variantRecord,
  type Change,
  type NewVariant,
  type Workshop,
  type Writer,
  type WriteRefusal,
} from './commands.ts';
import { live, withVariants } from './model.ts';
import type { PriceCopy } from './store-copy.ts';
import { loadProducts, productsOfSkus, type StoredProduct } from './store-product.ts';

/** Checks the writer before prices go out to another room: the lock decides again later. */
async function mine(
  shop: Workshop,
  productId: string,
  writer: Writer,
): Promise<StoredProduct | WriteRefusal> {
  const [product] = await loadProducts(shop.db, [productId]);
  const refused = refuseWriter(product, writer);
  return product === undefined || refused !== null ? (refused ?? refuse('not-found')) : product;
}

/** Adds a variant with its price. Also refuses sku-taken and variant-limit. */
export async function addVariant(
  shop: Workshop,
  productId: string,
  { writer, variant }: { writer: Writer; variant: NewVariant },
): Promise<StoredProduct | WriteRefusal> {
  const product = await mine(shop, productId, writer);
  if (isRefusal(product)) return product as WriteRefusal;
  const record = variantRecord(variant, product.name);
  const [taken] = await productsOfSkus(shop.db, product.sellerId, [variant.sku]);
  if (taken !== undefined) return refuse('sku-taken', { sku: taken[0], productId: taken[1] });
  const prices = await setPrices(shop, settingsOf([record], [variant], product.currency));
  if (isRefusal(prices)) return prices;
  return changeProduct(shop, productId, {
    writer,
    prices,
    change: (now) => withVariants(now, [...now.variants, record]),
  });
}

export interface VariantPatch extends Partial<Omit<NewVariant, 'price_minor'>> {
  price_minor?: number;
}

/** Changes a variant; a price goes to pricing and is copied. */
export async function updateVariant(
  shop: Workshop,
  productId: string,
  { writer, variantId, patch }: { writer: Writer; variantId: string; patch: VariantPatch },
): Promise<StoredProduct | WriteRefusal> {
  const product = await mine(shop, productId, writer);
  if (isRefusal(product)) return product as WriteRefusal;
  if (!live(product).some((one) => one.variantId === variantId)) return refuse('not-found');
  const { price_minor, sale_minor, ...fields } = patch;
  let prices: PriceCopy[] | undefined;
  if (price_minor !== undefined) {
    const { currency } = product;
    const price = { variantId, currency, base_minor: price_minor, sale_minor: sale_minor ?? null };
    const set = await setPrices(shop, [price]);
    if (isRefusal(set)) return set;
    prices = set;
  }
  const change: Change = (now) =>
    withVariants(
      now,
      now.variants.map((one) => (one.variantId === variantId ? { ...one, ...fields } : one)),
    );
  return changeProduct(shop, productId, { writer, change, ...(prices && { prices }) });
}

/** Takes a variant out of sale for good; the last one stays (variant-limit). */
export async function removeVariant(
  shop: Workshop,
  productId: string,
  { writer, variantId }: { writer: Writer; variantId: string },
): Promise<StoredProduct | WriteRefusal> {
  return changeProduct(shop, productId, {
    writer,
    change: (now) => {
      if (!live(now).some((one) => one.variantId === variantId)) return refuse('not-found');
      return withVariants(
        now,
        now.variants.map((one) => (one.variantId === variantId ? { ...one, removed: true } : one)),
      );
    },
  });
}
