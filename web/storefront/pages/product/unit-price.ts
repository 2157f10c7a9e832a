/** What a product costs for a unit of what is in it, as shelves in shops say it; pure. */

interface Measure {
  /** Of the smaller unit in one of this. */
  factor: number;
  kind: 'volume' | 'weight';
}

const measures: Readonly<Record<string, Measure>> = {
  ml: { factor: 1, kind: 'volume' },
  cl: { factor: 10, kind: 'volume' },
  l: { factor: 1000, kind: 'volume' },
  g: { factor: 1, kind: 'weight' },
  kg: { factor: 1000, kind: 'weight' },
};

/** Up to here a price is for 100 of the smaller unit, beyond for 1,000. */
const small_max = 250;

export interface UnitPrice {
  price: number;
  /** `amount` of `unit` cost that. */
  amount: number;
  unit: 'milliliter' | 'liter' | 'gram' | 'kilogram';
}

/** From the price and what is in it (`250 ml`, `0,5 kg`); null where that says no amount. */
export function unitPriceOf(price: number, content: string | undefined): UnitPrice | null {
  const [, figures = '', name = ''] = /^(\d+(?:[.,]\d+)?)\s*(\p{L}+)$/u.exec(content ?? '') ?? [];
  const measure = measures[name.toLowerCase()];
  const amount = Number(figures.replace(',', '.')) * (measure?.factor ?? 0);
  if (measure === undefined || !(amount > 0)) return null;
  const isVolume = measure.kind === 'volume';
  const small = amount <= small_max;
  return {
    price: (price * (small ? 100 : 1000)) / amount,
    amount: small ? 100 : 1,
    unit: small ? (isVolume ? 'milliliter' : 'gram') : isVolume ? 'liter' : 'kilogram',
  };
}
