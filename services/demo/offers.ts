/** The same goods from other sellers: what several offer under one trade item number (EAN). */
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import type { DemoCurrency, DemoPrice, DemoProduct, DemoSeller, DemoVariant } from './model.ts';

/** Every so manieth product is sold by another seller too, and of these every other by all. */
const every = 40;
const variantsOffered_max = 3;
/** Beyond what the other asks, in hundredths of a percent. */
const dearer_bp = [-400, 300, 150] as const;
/** Numbers that begin so are kept for use inside shops. */
const prefix = '200';

/** An EAN with its check digit, from a count. */
function ean(count: number): string {
  const body = prefix + String(count).padStart(9, '0');
  const sum = body
    .split('')
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** Gives some products numbers, and gives back the products of others with the same numbers. */
export function demoOffers(products: DemoProduct[], sellers: readonly DemoSeller[]): DemoProduct[] {
  let count = 0;
  return products.flatMap((product, nth) => {
    if (nth % every !== 0) return [];
    const numbered = product.variants.map((variant) => ({ ...variant, barcode: ean(++count) }));
    product.variants = numbered;
    const others = sellers.filter((seller) => seller.sellerId !== product.sellerId);
    const offering = nth % (2 * every) === 0 ? others : others.slice(0, 1);
    return offering.map((seller, at) => offerOf(product, numbered, { seller, nth: nth + at }));
  });
}

function offerOf(
  product: DemoProduct,
  variants: readonly DemoVariant[],
  { seller, nth }: { seller: DemoSeller; nth: number },
): DemoProduct {
  const key = `${product.slug}/${seller.slug}`;
  const chance = prng(`trueshelf-demo:offer:${key}`);
  const bp = dearer_bp[nth % dearer_bp.length] ?? 0;
  const offered = variants.slice(0, variantsOffered_max).map((variant, at): DemoVariant => ({
    ...variant,
    variantId: idAt('var', product.createdAt_ms + at, chance),
    sku: `${variant.sku}-${seller.slug.slice(0, 2).toUpperCase()}`,
    prices: dearer(variant.prices, bp),
    stock: variant.stock.map((line) => ({ ...line, onHand: chance.int(3, 40) })),
  }));
  const said = product.options.map(({ name, values }) => ({
    name,
    values: values.filter((value) => offered.some((one) => one.attributes[name] === value)),
  }));
  return {
    ...product,
    productId: idAt('prod', product.createdAt_ms, chance),
    slug: `${product.slug}-${seller.slug}`,
    sellerId: seller.sellerId,
    options: said,
    variants: offered,
    stars: [0, 0, 0, 0, 0],
    rating: 0,
    reviewCount: 0,
    film: false,
  };
}

function dearer(
  prices: Record<DemoCurrency, DemoPrice>,
  bp: number,
): Record<DemoCurrency, DemoPrice> {
  const one = ({ price_minor, sale_minor }: DemoPrice): DemoPrice => {
    const now = Math.round(((sale_minor ?? price_minor) * (10_000 + bp)) / 10_000);
    return { price_minor: now, sale_minor: null };
  };
  return { USD: one(prices.USD), EUR: one(prices.EUR), GBP: one(prices.GBP) };
}
