/** A rule's terms as somebody types them, and as the API takes them; pure. */
import type { BodyOf } from '../../../client/request.ts';
import { bodyOf, noTerms, termsOf, type Terms } from '../admin-pricing/terms.ts';

export type RuleBody = BodyOf<'POST /admin/price-rules'>;

export const moves = ['percent', 'amount', 'match'] as const;
export type Move = (typeof moves)[number];

/** Numbers of a rule; texts, so that nothing that was typed is lost. */
export const ruleNumbers = [
  'stockMin',
  'stockMax',
  'demandMin',
  'demandMax',
  'floorPercent',
  'ceilingPercent',
  'dailyChangePercent',
] as const;
export type RuleNumber = (typeof ruleNumbers)[number];

export type RuleTerms = Readonly<Record<RuleNumber, string>> & {
  /** On what, when and where: as for promotions. */
  terms: Terms;
  move: Move;
  /** Below 0: down. */
  size: string;
};

export const noRule: RuleTerms = {
  terms: noTerms,
  move: 'percent',
  size: '-10',
  stockMin: '',
  stockMax: '',
  demandMin: '',
  demandMax: '',
  floorPercent: '50',
  ceilingPercent: '150',
  dailyChangePercent: '',
};

const numberOf = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? null : value;
};
const text = (value: number | null | undefined) => (value == null ? '' : String(value));

function spanOf(min: string, max: string) {
  const span = { min: numberOf(min), max: numberOf(max) };
  return span.min === null && span.max === null ? null : span;
}

export function ruleBodyOf(rule: RuleTerms): RuleBody {
  const { move, terms } = rule;
  // An empty size is sent as it is, to be refused beside its field.
  const size = numberOf(rule.size) as number;
  const { name, productIds, categoryIds, brands, sellerIds, ...rest } = bodyOf(terms);
  const { places, segments, startsAt, endsAt, hours, priority } = rest;
  const [floor, ceiling] = [numberOf(rule.floorPercent), numberOf(rule.ceilingPercent)];
  return {
    name,
    ...(move === 'percent' ? {} : { currency: terms.currency }),
    effect:
      move === 'percent'
        ? { kind: move, percent: size }
        : move === 'amount'
          ? { kind: move, amount: size }
          : { kind: move, under: size },
    productIds,
    categoryIds,
    brands,
    sellerIds,
    places,
    startsAt,
    endsAt,
    hours,
    priority,
    segments,
    stock: spanOf(rule.stockMin, rule.stockMax),
    demand: spanOf(rule.demandMin, rule.demandMax),
    ...(floor === null ? {} : { floorPercent: floor }),
    ...(ceiling === null ? {} : { ceilingPercent: ceiling }),
    dailyChangePercent: numberOf(rule.dailyChangePercent),
  } as RuleBody;
}

export function ruleTermsOf(kept: RuleBody): RuleTerms {
  const { effect, stock, demand } = kept;
  const size =
    effect.kind === 'percent'
      ? effect.percent
      : effect.kind === 'amount'
        ? effect.amount
        : effect.under;
  // What a rule has in common with a promotion is read as one's.
  const { name, productIds, categoryIds, brands, sellerIds, places, segments } = kept;
  const common = { name, productIds, categoryIds, brands, sellerIds, places, segments };
  const { startsAt, endsAt, hours, priority } = kept;
  const times = { startsAt, endsAt, hours, priority };
  const terms = termsOf({ ...common, ...times, effect: { kind: 'free-shipping' } } as never);
  return {
    terms: { ...terms, currency: kept.currency ?? terms.currency },
    move: effect.kind,
    size: text(size),
    stockMin: text(stock?.min),
    stockMax: text(stock?.max),
    demandMin: text(demand?.min),
    demandMax: text(demand?.max),
    floorPercent: text(kept.floorPercent),
    ceilingPercent: text(kept.ceilingPercent),
    dailyChangePercent: text(kept.dailyChangePercent),
  };
}
