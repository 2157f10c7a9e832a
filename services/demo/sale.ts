// What the demo world sells in its flash sales: a few things of which there is enough, at six
// tenths of their price, so that the shelves stay full while sale follows sale.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { flashCalls } from '#services/flash/contract.ts';
import { demoWorld } from './catalogue.ts';

const units = 12;
const wares_max = 12;
/** Of its shelf a sale takes a quarter at most. */
const stock_min = 4 * units;
const share = 0.6;

/** One variant each of a dozen products, spread over the catalogue. */
export function saleWares(world = demoWorld()) {
  const able = world.products.flatMap((product) => {
    const variant = product.variants.find(
      ({ stock, prices }) =>
        prices.USD.sale_minor === null &&
        stock.reduce((sum, { onHand }) => sum + onHand, 0) >= stock_min,
    );
    if (variant === undefined) return [];
    const price_minor = Math.round((variant.prices.USD.price_minor * share) / 100) * 100;
    if (price_minor < 100) return [];
    const { variantId } = variant;
    return [{ variantId, name: product.name, quantity: units, price_minor, currency: 'USD' }];
  });
  const step = Math.max(1, Math.floor(able.length / wares_max));
  return able.filter((_, at) => at % step === 0).slice(0, wares_max);
}

/** From now on a small sale is always on or announced. One call. */
export async function scheduleSales(client: Rpc['client']): Promise<void> {
  const done = await client(flashCalls).demonstrate({ wares: saleWares() });
  if (isRefusal(done)) throw new Error(`demo sales were refused: ${done.code}`);
}
