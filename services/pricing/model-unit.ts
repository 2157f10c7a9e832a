// What one unit costs. The price that everybody is shown comes first; what lists, and rules for
// some people or places, make of it counts only where it is lower, so nobody pays more than is
// shown.
import { assert, AssertionFailure } from '#kernel/core/assert.ts';
import { percentOf } from '#kernel/core/money.ts';
import { fitOf, holds, type Book, type Compiled, type Facts, type Setting } from './model-book.ts';
import { isPersonal, within, type PriceRule } from './model-rule.ts';

/** A line as it is asked about. What nobody knows is null; a rule that asks for it does not fit. */
export interface LineInput extends Facts {
  variantId: string;
  quantity: number;
  base_minor: number;
  /** A price that stands below the base price while it is between the two times. */
  sale: { price_minor: number; startsAt_ms: number | null; endsAt_ms: number | null } | null;
  /** What it costs by price lists; those of the customer count where they are lower. */
  lists: readonly { listId: string; price_minor: number }[];
  stock: number | null;
  demand: number | null;
  competitor_minor: number | null;
  /** What one unit cost a day ago. */
  yesterday_minor: number | null;
  /** What a unit costs, where that was found out for the same setting; none: it is now. */
  unit?: UnitPrice | undefined;
  /** These facts, as one object for all lines of the variant: what fits it is found once. */
  kept?: Facts | undefined;
}

export interface UnitStep {
  stage: 'LIST' | 'RULE' | 'SALE';
  ref: string | null;
  name: string;
  /** What one unit costs more (or, negative, less) by it. */
  change_minor: number;
}

/** A rule that makes no sense of a line; it is left out and told. */
export interface Broken {
  ref: string;
  why: string;
}

export interface UnitPrice {
  unit_minor: number;
  /** Without the sale. */
  regular_minor: number;
  steps: UnitStep[];
}

interface Asked {
  line: Omit<LineInput, 'quantity'>;
  currency: string;
  setting: Setting;
  broken: Broken[];
}

/**
 * What one unit costs: the base price, moved by the rules that fit within their bounds, then the
 * sale price where that is lower. For somebody with a price list, or rules of their own, the lower
 * of that and of what everybody pays.
 */
export function unitPrice(book: Book, of: Asked): UnitPrice {
  const { line, setting } = of;
  const rules = line.kept ? fitOf(book, line.kept).rules : book.rules.for(line);
  const fitting: Compiled<PriceRule>[] = [];
  let personal = 0;
  for (const one of rules) {
    if (!holds(one.of, setting)) continue;
    fitting.push(one);
    if (isPersonal(one.of)) personal += 1;
  }
  const open = personal === 0 ? fitting : fitting.filter((one) => !isPersonal(one.of));
  const everybody = priceBy(open, of, null);
  if (personal === 0 && line.lists.length === 0) return everybody;
  const mine = line.lists
    .filter((one) => setting.segments.includes(one.listId))
    .reduce<List | null>(
      (low, one) => (low && low.price_minor <= one.price_minor ? low : one),
      null,
    );
  if (mine === null && open.length === fitting.length) return everybody;
  const own = priceBy(fitting, of, mine);
  return own.unit_minor < everybody.unit_minor ? own : everybody;
}

type List = LineInput['lists'][number];

function priceBy(rules: readonly Compiled<PriceRule>[], of: Asked, list: List | null): UnitPrice {
  const { line, setting } = of;
  const steps: UnitStep[] = [];
  let unit_minor = line.base_minor;
  const moved = (to_minor: number, step: Omit<UnitStep, 'change_minor'>) => {
    if (to_minor === unit_minor) return;
    steps.push({ ...step, change_minor: to_minor - unit_minor });
    unit_minor = to_minor;
  };
  if (list !== null && list.price_minor < unit_minor) {
    moved(list.price_minor, { stage: 'LIST', ref: list.listId, name: 'price list' });
  }
  for (const { of: rule } of rules) {
    if (!within(rule.stock, line.stock) || !within(rule.demand, line.demand)) continue;
    const to_minor = rulePrice(rule, of, unit_minor);
    if (to_minor === null) continue;
    moved(to_minor, { stage: 'RULE', ref: rule.ruleId, name: rule.name });
  }
  const regular_minor = unit_minor;
  const { sale } = line;
  if (sale !== null && sale.price_minor < unit_minor) {
    const began = sale.startsAt_ms === null || setting.at_ms >= sale.startsAt_ms;
    const over = sale.endsAt_ms !== null && setting.at_ms >= sale.endsAt_ms;
    if (began && !over) moved(sale.price_minor, { stage: 'SALE', ref: null, name: 'sale' });
  }
  return { unit_minor, regular_minor, steps };
}

/** What a rule makes of a price; null: nothing, since it does not fit or makes no sense of it. */
function rulePrice(rule: PriceRule, of: Asked, unit_minor: number): number | null {
  try {
    const wanted = wantedPrice(rule, of, unit_minor);
    if (wanted === null) return null;
    const price = bounded(rule, of, wanted);
    assert(Number.isSafeInteger(price) && price >= 0, 'a price is a whole number from 0');
    return price;
  } catch (thrown) {
    if (!(thrown instanceof AssertionFailure)) throw thrown;
    of.broken.push({ ref: rule.ruleId, why: thrown.message });
    return null;
  }
}

function wantedPrice(
  { effect }: PriceRule,
  of: Pick<Asked, 'line' | 'currency'>,
  unit_minor: number,
): number | null {
  const { line } = of;
  if (effect.kind === 'percent') return unit_minor + percentOf(unit_minor, effect.share_bp);
  if (effect.currency !== of.currency) return null;
  if (effect.kind === 'amount') return unit_minor + effect.amount_minor;
  if (line.competitor_minor === null) return null;
  return Math.min(unit_minor, line.competitor_minor - effect.under_minor);
}

/** Within a day's change first; floor and ceiling have the last word. */
function bounded(rule: PriceRule, { line }: Pick<Asked, 'line'>, wanted: number): number {
  let price = wanted;
  if (rule.dailyChange_bp !== null) {
    const before = line.yesterday_minor ?? line.base_minor;
    const room = percentOf(before, rule.dailyChange_bp);
    price = Math.min(Math.max(price, before - room), before + room);
  }
  const floor = percentOf(line.base_minor, rule.floor_bp);
  return Math.min(Math.max(price, floor), percentOf(line.base_minor, rule.ceiling_bp));
}
