// What prices were at a time that is past: stored prices, prices with a time, rules and promotions
// as they stood then. Stock, demand and competitors' prices of then are not kept; a rule that asks
// for them is left out, and the answer says so.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { compileBook, type Book } from './model-book.ts';
import type { PriceRule, Promotion } from './model-rule.ts';
import { lineOf } from './model-standing.ts';
import { unitPrice } from './model-unit.ts';
import type { Asked, Made } from './queries.ts';
import { readThen } from './store-past.ts';
import { definitionsAt } from './store-rule.ts';

/** What is not known of a time that is past. */
export const unsures = [
  'price',
  'stock',
  'demand',
  'competitor',
  'day-before',
  'customer',
] as const;
export type Unsure = (typeof unsures)[number];

/** Rules and promotions that were ever there at one time: more than may be. */
const definitions_max = 2_000;

/** The book of a time, with these promotions as well. */
export async function bookThen(db: Sql, at_ms: number, more: readonly Promotion[]): Promise<Book> {
  const rules: PriceRule[] = [];
  const promotions: Promotion[] = [...more];
  for (const one of await definitionsAt(db, new Date(at_ms), definitions_max)) {
    const { enabled, ref } = one;
    if (one.kind === 'rule') rules.push({ ...one.definition, enabled, ruleId: ref });
    else promotions.push({ ...one.definition, enabled, promotionId: ref });
  }
  return compileBook({ rules, promotions });
}

/** Prices by what was stored then. One statement, and the catalogue for what goods are. */
export async function pricesThen(
  { db, catalog }: { db: Sql; catalog: Client<typeof catalogCalls> },
  asked: Required<Pick<Asked, 'segments' | 'place' | 'book' | 'at_ms'>> & Asked,
): Promise<{ prices: Made[]; unsure: Unsure[] }> {
  const { variantIds, currency, at_ms, segments, place, book } = asked;
  const ids = [...new Set(variantIds)];
  const rows = await readThen(db, { variantIds: ids, currency, at: new Date(at_ms) });
  const found = await catalog.variants({ variantIds: ids });
  const facts = new Map(isRefusal(found) ? [] : found.variants.map((one) => [one.variantId, one]));
  const unsure = new Set<Unsure>();
  const { rules } = book.from;
  if (book.needsStock) unsure.add('stock');
  if (book.needsDemand) unsure.add('demand');
  if (rules.some((one) => one.enabled && one.effect.kind === 'match')) unsure.add('competitor');
  if (rules.some((one) => one.enabled && one.dailyChange_bp !== null)) unsure.add('day-before');
  const prices = rows.map(({ isKnown, ...row }): Made => {
    if (!isKnown) unsure.add('price');
    const { variantId } = row;
    const unknown = { stock: null, demand: null, competitor_minor: null, yesterday_minor: null };
    const rest = { currency, told: null, version: 0, converted: false, ...unknown };
    const line = lineOf({ ...rest, ...row, facts: facts.get(variantId) ?? null }, at_ms);
    const setting = { at_ms, segments, place };
    const unit = unitPrice(book, { line, currency, setting, broken: [] });
    const { unit_minor, regular_minor } = unit;
    return {
      variantId,
      currency,
      base_minor: regular_minor,
      sale_minor: unit_minor < regular_minor ? unit_minor : null,
      effective_minor: unit_minor,
      version: 1,
      line,
    };
  });
  return { prices, unsure: [...unsure] };
}
