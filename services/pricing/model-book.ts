// Rules and promotions as a quote needs them: compiled once for each change, so that a line looks
// at what is for its product, brand, category or seller and at nothing else. A shop with hundreds
// of them pays for those that fit; one change costs the compilation of a few hundred, however many
// variants there are.
import { evenOf, type EvenEffect } from './model-effect.ts';
import type { PriceRule, Promotion, Scope, Terms } from './model-rule.ts';
import { stages, within } from './model-rule.ts';

/** What a line is, as far as scopes ask. */
export interface Facts {
  productId: string;
  sellerId: string;
  brand: string | null;
  /** Its category and those above it. */
  categoryIds: readonly string[];
}

/** Who buys where and when. */
export interface Setting {
  at_ms: number;
  segments: readonly string[];
  place: { country: string; state?: string | undefined };
}

/** `rank`: the place in the order of all of its kind. */
export interface Compiled<Of> {
  of: Of;
  rank: number;
}

interface Scoped {
  scope: Scope;
}

/** Finds what is for a line by the narrowest of the lists that its scope has. */
export class Index<Of extends Scoped> {
  readonly #products = new Map<string, Compiled<Of>[]>();
  readonly #brands = new Map<string, Compiled<Of>[]>();
  readonly #categories = new Map<string, Compiled<Of>[]>();
  readonly #sellers = new Map<string, Compiled<Of>[]>();
  readonly #all: Compiled<Of>[] = [];
  readonly #found = new WeakMap<Facts, Compiled<Of>[]>();
  /** What `fitOf` found. */
  readonly fits = new WeakMap<Facts, Fit>();
  /** What `openTo` found. */
  readonly opens = new WeakMap<Facts, Open>();
  readonly size: number;

  /** In the order in which they apply. */
  constructor(items: readonly Of[]) {
    this.size = items.length;
    items.forEach((of, rank) => {
      const entry = { of, rank };
      const { productIds, brands, categoryIds, sellerIds } = of.scope;
      if (productIds.length > 0) put(this.#products, productIds, entry);
      else if (brands.length > 0) put(this.#brands, brands, entry);
      else if (categoryIds.length > 0) put(this.#categories, categoryIds, entry);
      else if (sellerIds.length > 0) put(this.#sellers, sellerIds, entry);
      else this.#all.push(entry);
    });
  }

  /** As `for`, found once for each object. */
  forOnce(facts: Facts): readonly Compiled<Of>[] {
    const known = this.#found.get(facts);
    if (known) return known;
    const found = this.for(facts);
    this.#found.set(facts, found);
    return found;
  }

  /** What is for every line. */
  get everywhere(): readonly Compiled<Of>[] {
    return this.#all;
  }

  /** Those for a line, each once, first the one that applies first. */
  for(line: Facts): Compiled<Of>[] {
    const found = [...this.#all, ...this.narrow(line)];
    return found.sort((a, b) => a.rank - b.rank);
  }

  /** Those that are for a line but not for every line, each once, in no order. */
  narrow(line: Facts): Compiled<Of>[] {
    const found: Compiled<Of>[] = [];
    if (this.size === this.#all.length) return found;
    collect(found, this.#products.get(line.productId), line);
    if (line.brand !== null) collect(found, this.#brands.get(line.brand), line);
    const before = found.length;
    for (const id of line.categoryIds) {
      const isFirst = found.length === before;
      const entries = this.#categories.get(id);
      if (isFirst) collect(found, entries, line);
      // Two of its categories may both be in one scope.
      else
        collect(
          found,
          entries?.filter((entry) => !found.includes(entry)),
          line,
        );
    }
    collect(found, this.#sellers.get(line.sellerId), line);
    return found;
  }
}

function collect<Of extends Scoped>(
  found: Compiled<Of>[],
  entries: readonly Compiled<Of>[] | undefined,
  line: Facts,
): void {
  if (entries === undefined) return;
  for (const entry of entries) if (fits(entry.of.scope, line)) found.push(entry);
}

function put<Of>(
  map: Map<string, Compiled<Of>[]>,
  keys: readonly string[],
  entry: Compiled<Of>,
): void {
  for (const key of new Set(keys)) {
    const list = map.get(key);
    if (list) list.push(entry);
    else map.set(key, [entry]);
  }
}

/** Whether a line fits every list of a scope that is not empty. */
export function fits(scope: Scope, line: Facts): boolean {
  const { productIds, categoryIds, brands, sellerIds } = scope;
  if (productIds.length > 0 && !productIds.includes(line.productId)) return false;
  if (brands.length > 0 && (line.brand === null || !brands.includes(line.brand))) return false;
  if (sellerIds.length > 0 && !sellerIds.includes(line.sellerId)) return false;
  return categoryIds.length === 0 || line.categoryIds.some((id) => categoryIds.includes(id));
}

const minute_ms = 60_000;
const day_min = 1_440;

/** Whether something holds for this buyer now. Cost: none that grows with anything. */
export function holds(terms: Terms, { at_ms, segments, place }: Setting): boolean {
  if (!terms.enabled) return false;
  if (terms.startsAt_ms !== null && at_ms < terms.startsAt_ms) return false;
  if (terms.endsAt_ms !== null && at_ms >= terms.endsAt_ms) return false;
  if (terms.hours !== null) {
    const { from_min, to_min, weekdays } = terms.hours;
    const minutes = Math.floor(at_ms / minute_ms);
    const now = minutes % day_min;
    // 1 January 1970 was a Thursday.
    const weekday = (Math.floor(minutes / day_min) + 4) % 7;
    const overnight = from_min > to_min;
    const within = overnight ? now >= from_min || now < to_min : now >= from_min && now < to_min;
    if (!within) return false;
    const began = overnight && now < to_min ? (weekday + 6) % 7 : weekday;
    if (weekdays.length > 0 && !weekdays.includes(began)) return false;
  }
  if (terms.segments.length > 0 && !terms.segments.some((one) => segments.includes(one))) {
    return false;
  }
  if (terms.places.length === 0) return true;
  const { country, state } = place;
  return terms.places.some(
    (one) =>
      one === country || (state !== undefined && one === `${country}-${state.toUpperCase()}`),
  );
}

/**
 * Until when each of these holds if it holds at this time, and does not if it does not, for the
 * same buyer. Where the hour counts that is the end of the minute.
 */
export function steadyUntil(all: readonly Compiled<Terms>[], at_ms: number): number {
  let until_ms = Infinity;
  for (const { of } of all) {
    const { startsAt_ms, endsAt_ms, hours } = of;
    if (startsAt_ms !== null && startsAt_ms > at_ms) until_ms = Math.min(until_ms, startsAt_ms);
    if (endsAt_ms !== null && endsAt_ms > at_ms) until_ms = Math.min(until_ms, endsAt_ms);
    if (hours !== null) {
      until_ms = Math.min(until_ms, (Math.floor(at_ms / minute_ms) + 1) * minute_ms);
    }
  }
  return until_ms;
}

/** A promotion as lines are asked about it. */
export interface ReadyPromotion extends Promotion {
  does: EvenEffect;
}

export interface Book {
  rules: Index<PriceRule>;
  promotions: Index<ReadyPromotion>;
  /** What it was compiled from. */
  from: { rules: readonly PriceRule[]; promotions: readonly Promotion[] };
  /** What of a line has to be known besides its product and seller, for anything to fit. */
  needsFacts: boolean;
  /** The same of promotions alone. */
  promotionsNeedFacts: boolean;
  needsCustomer: boolean;
  /** What rules ask of a variant besides what it is. */
  needsStock: boolean;
  needsDemand: boolean;
  needsCompetitor: boolean;
  needsYesterday: boolean;
  needsOrders: boolean;
  /** Promotions of which a quote that has them holds a use, by id. */
  held: ReadonlyMap<string, Promotion>;
}

/** Compiles what there is; what is switched off is left out. Linear in their number. */
export function compileBook(of: {
  rules: readonly PriceRule[];
  promotions: readonly Promotion[];
}): Book {
  const rules = of.rules
    .filter((one) => one.enabled)
    .sort((a, b) => b.priority - a.priority || compare(a.ruleId, b.ruleId));
  const promotions = of.promotions
    .filter((one) => one.enabled)
    .map((one) => ({ ...one, scope: scopeOf(one), does: evenOf(one.effect) }))
    .sort(
      (a, b) =>
        stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
        b.priority - a.priority ||
        compare(a.promotionId, b.promotionId),
    );
  const all: Terms[] = [...rules, ...promotions];
  const promotionsNeedFacts = promotions.some(asksMore);
  return {
    rules: new Index(rules),
    promotions: new Index(promotions),
    from: of,
    needsFacts: promotionsNeedFacts || rules.some(asksMore),
    promotionsNeedFacts,
    needsCustomer: all.some((one) => one.segments.length > 0),
    needsStock: rules.some((one) => one.stock !== null),
    needsDemand: rules.some((one) => one.demand !== null),
    needsCompetitor: rules.some((one) => one.effect.kind === 'match'),
    needsYesterday: rules.some((one) => one.dailyChange_bp !== null),
    needsOrders: promotions.some((one) => one.firstOrder),
    held: new Map(
      promotions.flatMap((one) =>
        one.firstOrder || one.limits ? [[one.promotionId, one] as const] : [],
      ),
    ),
  };
}

/** What rules are to things of some facts, whoever asks and when. */
export interface Fit {
  rules: readonly Compiled<PriceRule>[];
  /** Of these, the rules that ask what others charge, or what the price was a day ago. */
  looking: readonly PriceRule[];
  asksDemand: boolean;
}

/** What the rules of a book are to these facts, found once for each object. */
export function fitOf({ rules: index }: Pick<Book, 'rules'>, facts: Facts): Fit {
  let fit = index.fits.get(facts);
  if (fit === undefined) {
    const rules = index.for(facts);
    const all = rules.map((one) => one.of);
    const looking = all.filter((one) => one.effect.kind === 'match' || one.dailyChange_bp !== null);
    fit = { rules, looking, asksDemand: all.some((one) => one.demand !== null) };
    index.fits.set(facts, fit);
  }
  return fit;
}

/** Whether a rule that may hold asks for what is to be looked up. */
export function looksUp(
  { looking }: Fit,
  { stock, demand }: { stock: number | null; demand: number | null },
): boolean {
  return looking.some((one) => within(one.stock, stock) && within(one.demand, demand));
}

/** What holds from a time until another one. */
interface Open {
  from_ms: number;
  until_ms: number;
  promotions: readonly ReadyPromotion[];
}

/** Somebody of whom nothing is known. */
export const anybody: Omit<Setting, 'at_ms'> = { segments: [], place: { country: '' } };

/**
 * Promotions for things of these facts that hold for anybody who gives no coupon, in their order,
 * found once for each object and stretch of time. Whether it is a first order is not asked.
 */
export function openTo(
  index: Index<ReadyPromotion>,
  facts: Facts,
  at_ms: number,
): readonly ReadyPromotion[] {
  const known = index.opens.get(facts);
  if (known && known.from_ms <= at_ms && at_ms < known.until_ms) return known.promotions;
  const all = index.forOnce(facts);
  const setting = { ...anybody, at_ms };
  const promotions = all
    .map((one) => one.of)
    .filter((one) => one.stage !== 'COUPON' && holds(one, setting));
  index.opens.set(facts, { from_ms: at_ms, until_ms: steadyUntil(all, at_ms), promotions });
  return promotions;
}

export const emptyBook: Book = compileBook({ rules: [], promotions: [] });

const noRules = new Index<PriceRule>([]);

/** The book for units whose price is known: nothing moves it once more. */
export function promotionsOf(book: Book): Book {
  const known = alone.get(book);
  if (known) return known;
  const made = { ...book, rules: noRules, needsFacts: book.promotionsNeedFacts };
  alone.set(book, made);
  return made;
}

const alone = new WeakMap<Book, Book>();

function asksMore({ scope }: Scoped): boolean {
  return scope.brands.length > 0 || scope.categoryIds.length > 0;
}

/** A bundle is for its parts, whatever else it says. */
function scopeOf(promotion: Promotion): Scope {
  const { effect, scope } = promotion;
  if (effect.kind !== 'bundle') return scope;
  return { ...scope, productIds: effect.parts.map((part) => part.productId) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
