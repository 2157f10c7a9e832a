// What changes prices: rules move the unit price of a variant, promotions take something off the
// lines of a cart. Both are data; `model-book.ts` compiles them and `model-price.ts` applies them.
// Amounts are minor units of one currency, shares are basis points (825 is 8.25 %).

/** What it is for. An empty list means any; a line has to fit every list that is not empty. */
export interface Scope {
  productIds: string[];
  categoryIds: string[];
  brands: string[];
  sellerIds: string[];
}

/** A part of the day in UTC, on some days of the week (0 is Sunday); no days: on every day. */
export interface Hours {
  from_min: number;
  to_min: number;
  weekdays: number[];
}

export interface Span {
  min: number | null;
  max: number | null;
}

export function within(span: Span | null, value: number | null): boolean {
  if (span === null) return true;
  if (value === null) return false;
  return (span.min === null || value >= span.min) && (span.max === null || value <= span.max);
}

/** When and for whom something holds. */
export interface Terms {
  /** Milliseconds since 1970; it holds from the first and no longer at the second. */
  startsAt_ms: number | null;
  endsAt_ms: number | null;
  enabled: boolean;
  scope: Scope;
  /** Customers in any of these; none: everybody. */
  segments: string[];
  /** 'US' or 'US-CA', where the goods go; none: everywhere. */
  places: string[];
  hours: Hours | null;
  /** The higher comes first; equal ones by id. */
  priority: number;
}

export type RuleEffect =
  /** Up or down by a share of the price so far. */
  | { kind: 'percent'; share_bp: number }
  | { kind: 'amount'; amount_minor: number; currency: string }
  /** Down to a competitor's price less this much; never up. */
  | { kind: 'match'; under_minor: number; currency: string };

export interface PriceRule extends Terms {
  ruleId: string;
  name: string;
  /** Units left to sell. */
  stock: Span | null;
  /** Units sold in the last 24 hours. */
  demand: Span | null;
  effect: RuleEffect;
  /** Of the base price: never below the one nor above the other. */
  floor_bp: number;
  ceiling_bp: number;
  /** Of the price a day ago; null: any. */
  dailyChange_bp: number | null;
}

/** For some people or places only: not a part of the price that everybody is shown. */
export const isPersonal = (terms: Pick<Terms, 'segments' | 'places'>) =>
  terms.segments.length > 0 || terms.places.length > 0;

export type PromotionEffect =
  | { kind: 'percent'; share_bp: number }
  | { kind: 'amount'; amount_minor: number; currency: string }
  | { kind: 'fixed-price'; unit_minor: number; currency: string }
  /** Of each buy + get units the cheapest `get` are this share off. */
  | { kind: 'buy-get'; buy: number; get: number; share_bp: number }
  /** These products together, as often as the cart has them all. */
  | {
      kind: 'bundle';
      parts: { productId: string; quantity: number }[];
      price_minor: number;
      currency: string;
    }
  /** The share of the highest step that the units in scope reach. */
  | { kind: 'tiered'; tiers: { quantity: number; share_bp: number }[] }
  | { kind: 'free-shipping' }
  /** So many units of one variant in the cart cost nothing. */
  | { kind: 'gift'; variantId: string; quantity: number };

/** In the order in which they apply. */
export const stages = ['PROMOTION', 'COUPON', 'MEMBER'] as const;
export type Stage = (typeof stages)[number];

/** How much a promotion gives away altogether. */
export interface Limits {
  /** Orders; null: any number. */
  uses_max: number | null;
  /** In which currencies it may be used and up to what sum; none: in all of them, without end. */
  budgets: { currency: string; amount_minor: number }[];
  /** Whether what an order used is given back when it is cancelled. */
  returns: boolean;
}

export interface Promotion extends Terms {
  promotionId: string;
  name: string;
  stage: Stage;
  /** Units in scope that the cart has at least. */
  quantityMin: number;
  /** What the lines in scope come to at least, before anything is taken off. */
  subtotalMin: { amount_minor: number; currency: string } | null;
  /** For who has no order yet but cancelled and failed ones. */
  firstOrder: boolean;
  /** Left out: it is without end. */
  limits?: Limits;
  /** Nothing else is taken off a line that this one is taken off. */
  exclusive: boolean;
  /** Of one group only one is taken off a line. */
  group: string | null;
  effect: PromotionEffect;
}

export type Effect = RuleEffect | PromotionEffect;

export const anyScope: Scope = { productIds: [], categoryIds: [], brands: [], sellerIds: [] };

/** Whether both can be taken off one line. The matrix of stacking is this, for every pair. */
export function stacks(
  a: Pick<Promotion, 'exclusive' | 'group'>,
  b: Pick<Promotion, 'exclusive' | 'group'>,
): boolean {
  if (a.exclusive || b.exclusive) return false;
  return a.group === null || a.group !== b.group;
}
