/** A promotion's or coupon's terms as somebody types them, and as the API takes them; pure. */
import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export type PromotionBody = BodyOf<'POST /admin/promotions'>;
export type Promotion = ReplyOf<'GET /admin/promotions'>['data'][number];
export type Effect = PromotionBody['effect'];
export type EffectKind = Effect['kind'];

export const effectKinds: readonly EffectKind[] = [
  'percent',
  'amount',
  'fixed-price',
  'buy-get',
  'bundle',
  'tiered',
  'free-shipping',
  'gift',
];

export const scopes = ['products', 'categories', 'brands', 'sellers'] as const;
export type Scope = (typeof scopes)[number];

/** Something that was chosen: by its id, with a name where it is known. */
export interface Named {
  id: string;
  name: string;
}

/** As in the fields; texts, so that nothing that was typed is lost. */
export interface Terms {
  name: string;
  currency: string;
  kind: EffectKind;
  percent: string;
  amount: string;
  buy: string;
  get: string;
  parts: readonly { product: Named; quantity: string }[];
  tiers: readonly { quantity: string; percent: string }[];
  gift: Named | null;
  giftQuantity: string;
  scope: Readonly<Record<Scope, readonly Named[]>>;
  places: string;
  /** Price lists for whose members it is; none: for everybody. */
  segments: readonly string[];
  startsAt: string;
  endsAt: string;
  hours: { from: string; to: string; weekdays: readonly number[] } | null;
  quantityMin: string;
  subtotalMin: string;
  exclusive: boolean;
  group: string;
  priority: string;
}

export const noTerms: Terms = {
  name: '',
  currency: 'USD',
  kind: 'percent',
  percent: '10',
  amount: '',
  buy: '2',
  get: '1',
  parts: [],
  tiers: [
    { quantity: '2', percent: '5' },
    { quantity: '5', percent: '10' },
  ],
  gift: null,
  giftQuantity: '1',
  scope: { products: [], categories: [], brands: [], sellers: [] },
  places: '',
  segments: [],
  startsAt: '',
  endsAt: '',
  hours: null,
  quantityMin: '',
  subtotalMin: '',
  exclusive: false,
  group: '',
  priority: '0',
};

/** What stands in a field as a number; an empty or odd one is left for the server to refuse. */
const numberOf = (text: string): number => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? (null as unknown as number) : value;
};
const optional = (text: string) => (text.trim() === '' ? null : numberOf(text));
/** A field for date and time, in the reader's own time, as the API takes it. */
export const momentIn = (text: string) => {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
};
const minutes = (text: string) => {
  const [hours = '0', rest = '0'] = text.split(':');
  return Number(hours) * 60 + Number(rest);
};
const clock = (of: number) =>
  `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
const ids = (some: readonly Named[]) => some.map((one) => one.id);

function effectOf(terms: Terms): Effect {
  const percent = numberOf(terms.percent);
  switch (terms.kind) {
    case 'percent':
      return { kind: 'percent', percent };
    case 'amount':
      return { kind: 'amount', amount: numberOf(terms.amount) };
    case 'fixed-price':
      return { kind: 'fixed-price', price: numberOf(terms.amount) };
    case 'buy-get':
      return { kind: 'buy-get', buy: numberOf(terms.buy), get: numberOf(terms.get), percent };
    case 'bundle': {
      const parts = terms.parts.map(({ product, quantity }) => {
        return { productId: product.id, quantity: numberOf(quantity) };
      });
      return { kind: 'bundle', parts, price: numberOf(terms.amount) };
    }
    case 'tiered': {
      const tiers = terms.tiers.map((one) => {
        return { quantity: numberOf(one.quantity), percent: numberOf(one.percent) };
      });
      return { kind: 'tiered', tiers };
    }
    case 'gift': {
      const quantity = numberOf(terms.giftQuantity);
      return { kind: 'gift', variantId: terms.gift?.id ?? '', quantity };
    }
    default:
      return { kind: 'free-shipping' };
  }
}

/** Whether an amount of money is in it, so that a currency is needed. */
export const needsCurrency = ({ kind, subtotalMin }: Terms) =>
  kind === 'amount' || kind === 'fixed-price' || kind === 'bundle' || subtotalMin.trim() !== '';

export function bodyOf(terms: Terms): PromotionBody {
  const { scope, hours } = terms;
  const places = terms.places.toUpperCase().split(/[\s,;]+/);
  return {
    name: terms.name.trim(),
    ...(needsCurrency(terms) ? { currency: terms.currency } : {}),
    effect: effectOf(terms),
    productIds: ids(scope.products),
    categoryIds: ids(scope.categories),
    brands: ids(scope.brands),
    sellerIds: ids(scope.sellers),
    places: [...new Set(places.filter((one) => one !== ''))],
    segments: [...terms.segments],
    startsAt: momentIn(terms.startsAt),
    endsAt: momentIn(terms.endsAt),
    hours: hours && {
      from: minutes(hours.from),
      to: minutes(hours.to),
      weekdays: [...hours.weekdays],
    },
    quantityMin: optional(terms.quantityMin) ?? 0,
    subtotalMin: optional(terms.subtotalMin),
    exclusive: terms.exclusive,
    group: terms.group.trim() === '' ? null : terms.group.trim(),
    priority: optional(terms.priority) ?? 0,
  };
}

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

/** As a field for date and time shows it, in the reader's own time. */
export function localText(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return '';
  const at = new Date(iso);
  const wide = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${wide(at.getMonth() + 1)}-${wide(at.getDate())}`;
  return `${day}T${wide(at.getHours())}:${wide(at.getMinutes())}`;
}

type Kept = Omit<PromotionBody, 'effect'> & { effect: Effect };

/** What is kept, in fields. Names of things are their ids until somebody knows better. */
export function termsOf(kept: Kept): Terms {
  const { effect, hours } = kept;
  const named = (some: readonly string[] | undefined) =>
    (some ?? []).map((id) => ({ id, name: id }));
  const money = 'amount' in effect ? effect.amount : 'price' in effect ? effect.price : null;
  return {
    ...noTerms,
    name: kept.name,
    currency: kept.currency ?? noTerms.currency,
    kind: effect.kind,
    ...('percent' in effect ? { percent: text(effect.percent) } : {}),
    amount: text(money),
    ...('buy' in effect ? { buy: text(effect.buy), get: text(effect.get) } : {}),
    ...('parts' in effect
      ? {
          parts: effect.parts.map(({ productId, quantity }) => {
            return { product: { id: productId, name: productId }, quantity: text(quantity) };
          }),
        }
      : {}),
    ...('tiers' in effect
      ? {
          tiers: effect.tiers.map(({ quantity, percent }) => {
            return { quantity: text(quantity), percent: text(percent) };
          }),
        }
      : {}),
    ...('variantId' in effect
      ? {
          gift: { id: effect.variantId, name: effect.variantId },
          giftQuantity: text(effect.quantity),
        }
      : {}),
    scope: {
      products: named(kept.productIds),
      categories: named(kept.categoryIds),
      brands: named(kept.brands),
      sellers: named(kept.sellerIds),
    },
    places: (kept.places ?? []).join(', '),
    segments: kept.segments ?? [],
    startsAt: localText(kept.startsAt),
    endsAt: localText(kept.endsAt),
    hours: hours
      ? { from: clock(hours.from), to: clock(hours.to), weekdays: hours.weekdays }
      : null,
    quantityMin: kept.quantityMin ? text(kept.quantityMin) : '',
    subtotalMin: text(kept.subtotalMin),
    exclusive: kept.exclusive ?? false,
    group: kept.group ?? '',
    priority: text(kept.priority ?? 0),
  };
}

/** Whether both can be taken off one line; the same rule as the server's. */
export function stacks(
  a: { exclusive?: boolean; group?: string | null },
  b: { exclusive?: boolean; group?: string | null },
): boolean {
  if (a.exclusive === true || b.exclusive === true) return false;
  return a.group === null || a.group === undefined || a.group !== b.group;
}
