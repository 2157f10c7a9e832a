/** Who says what tax a purchase carries: our own tables, or a service over HTTP. */
import { add } from '#kernel/core/money.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { TaxClass, TaxEvidence } from './contract.ts';
import { taxedOf, type TaxCase, type Taxed } from './tax.ts';
import type { Place, TaxBook } from './tax-book.ts';

export interface TaxAsked {
  currency: string;
  place: Place;
  /** What is left of each line after discounts. */
  lines: readonly { amount_minor: number; taxClass: TaxClass }[];
  shipping_minor: number;
  userId?: string | undefined;
}

export interface TaxAnswer extends Taxed {
  evidence: TaxEvidence;
}

/** The tables answer at once; a service may take its time, with nothing of ours open. */
export type TaxEngine = (
  asked: TaxAsked,
) => TaxAnswer | Promise<TaxAnswer | Refusal<'tax-unavailable'>>;

/** What there is to say of an answer, for whoever asks later why. */
export function evidenceOf(
  asked: Pick<TaxAsked, 'place' | 'lines'>,
  of: { engine: string; version: string; day: string; taxed: Taxed } & Pick<
    TaxCase,
    'included' | 'rounding' | 'exemption'
  >,
): TaxEvidence {
  const { country, state, postalCode } = asked.place;
  const { engine, version, day, included, rounding, taxed, exemption } = of;
  const odd = asked.lines.flatMap(({ taxClass }, at) =>
    taxClass === 'standard' ? [] : [[String(at + 1), taxClass] as const],
  );
  const shipping_minor = taxed.includedShipping_minor;
  return {
    engine,
    version,
    day,
    place: { country, ...(state ? { state } : {}), ...(postalCode ? { postalCode } : {}) },
    included,
    rounding,
    ...(odd.length > 0 ? { classes: Object.fromEntries(odd) } : {}),
    parts: taxed.parts,
    included_minor: add(shipping_minor, ...taxed.includedLines),
    includedShipping_minor: shipping_minor,
    ...(exemption ? { exemption } : {}),
  };
}

/** Of the tables in memory: no statement. */
export function taxByTable(book: TaxBook, asked: TaxAsked): TaxAnswer {
  const classes = asked.lines.map((line) => line.taxClass);
  const of = book.caseOf(asked.place, { classes, userId: asked.userId });
  const lines = asked.lines.map((line) => line.amount_minor);
  const taxed = taxedOf(of, { lines, shipping_minor: asked.shipping_minor });
  const { revision: version, day } = book;
  return { ...taxed, evidence: evidenceOf(asked, { engine: 'table', version, day, taxed, ...of }) };
}
