import { assert, AssertionFailure } from '#kernel/core/assert.ts';
import { percentOf } from '#kernel/core/money.ts';
import { holds, type Book, type Facts, type Setting } from './model-book.ts';
import type { PriceRule, Span } from './model-rule.ts';

/** A line as it is asked about. What nobody knows is null; a rule that asks for it does not fit. */
export interface LineInput extends Facts {
  variantId: string;
  quantity: number;
  base_minor: number;
  /** A price that stands below the base price while it is between the two times. */
  sale: { price_minor: number; startsAt_ms: number | null; endsAt_ms: number | null } | null;
  stock: number | null;
  demand: number | null;
  competitor_minor: number | null;
  /** What one unit cost a day ago. */
  yesterday_minor: number | null;
}

export interface UnitStep {
  stage: 'RULE' | 'SALE';
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
  steps: UnitStep[];
}

/**
 * What one unit costs: the base price, moved by the rules that fit within their bounds, then the
 * sale price where that is lower.
 */
export function unitPrice(
  book: Book,
  of: { line: LineInput; currency: string; setting: Setting; broken: Broken[] },
): UnitPrice {
  const { line, setting } = of;
  const steps: UnitStep[] = [];
  let unit_minor = line.base_minor;
  const moved = (to_minor: number, step: Omit<UnitStep, 'change_minor'>) => {
    if (to_minor === unit_minor) return;
    steps.push({ ...step, change_minor: to_minor - unit_minor });
    unit_minor = to_minor;
  };
  for (const { of: rule } of book.rules.for(line)) {
    if (!holds(rule, setting)) continue;
    if (!within(rule.stock, line.stock) || !within(rule.demand, line.demand)) continue;
    const to_minor = rulePrice(rule, { ...of, unit_minor });
    if (to_minor === null) continue;
    moved(to_minor, { stage: 'RULE', ref: rule.ruleId, name: rule.name });
  }
  const { sale } = line;
  if (sale !== null && sale.price_minor < unit_minor) {
    const began = sale.startsAt_ms === null || setting.at_ms >= sale.startsAt_ms;
    const over = sale.endsAt_ms !== null && setting.at_ms >= sale.endsAt_ms;
    if (began && !over) moved(sale.price_minor, { stage: 'SALE', ref: null, name: 'sale' });
  }
  return { unit_minor, steps };
}

function within(span: Span | null, value: number | null): boolean {
  if (span === null) return true;
  if (value === null) return false;
  return (span.min === null || value >= span.min) && (span.max === null || value <= span.max);
}

/** What a rule makes of a price; null: nothing, since it does not fit or makes no sense of it. */
function rulePrice(
  rule: PriceRule,
  of: { line: LineInput; currency: string; unit_minor: number; broken: Broken[] },
): number | null {
  try {
    const wanted = wantedPrice(rule, of);
    if (wanted === null) return null;
    const price = bounded(rule, { line: of.line, wanted });
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
  of: { line: LineInput; currency: string; unit_minor: number },
): number | null {
  const { line, unit_minor } = of;
  if (effect.kind === 'percent') return unit_minor + percentOf(unit_minor, effect.share_bp);
  if (effect.currency !== of.currency) return null;
  if (effect.kind === 'amount') return unit_minor + effect.amount_minor;
  if (line.competitor_minor === null) return null;
  return Math.min(unit_minor, line.competitor_minor - effect.under_minor);
}

/** Within a day's change first; floor and ceiling have the last word. */
function bounded(rule: PriceRule, { line, wanted }: { line: LineInput; wanted: number }): number {
  let price = wanted;
  if (rule.dailyChange_bp !== null) {
    const before = line.yesterday_minor ?? line.base_minor;
    const room = percentOf(before, rule.dailyChange_bp);
    price = Math.min(Math.max(price, before - room), before + room);
  }
  const floor = percentOf(line.base_minor, rule.floor_bp);
  return Math.min(Math.max(price, floor), percentOf(line.base_minor, rule.ceiling_bp));
}
