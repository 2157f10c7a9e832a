// The arithmetic of tax: what each line and the delivery carry, on top of their price or within it.
// Pure, in whole minor units. Lines of one levy are taxed together and rounded once, or each for
// itself, as the country has it; what is rounded once is split by largest remainder, so that parts
// and components always add up to the whole.
import { assert } from '#kernel/core/assert.ts';
import { add, allocate } from '#kernel/core/money.ts';

/** Thousandths of a percent: 8875 is 8.875 %. */
export interface Component {
  name: string;
  rate_milli: number;
}

/** What a place takes of a class of goods. */
export interface Levy {
  components: readonly Component[];
  rate_milli: number;
  taxesShipping: boolean;
}

export interface Exemption {
  kind: 'certificate' | 'vat-id';
  number: string;
}

/** Everything that decides the tax of a purchase. `levies`: by line; null: not taxed. */
export interface TaxCase {
  levies: readonly (Levy | null)[];
  /** Of the delivery; null where it is not taxed. */
  shipping: Levy | null;
  /** Whether prices have the tax in them. */
  included: boolean;
  rounding: 'document' | 'line';
  exemption: Exemption | null;
}

/** One component over the whole purchase; `base_minor` is without tax, with the delivery's part. */
export interface TaxPart extends Component {
  base_minor: number;
  tax_minor: number;
}

export interface Taxed {
  /** What comes on top. */
  tax_minor: number;
  /** Of it, each line's own; the rest is the delivery's. */
  lines: number[];
  /** What is in the prices: each line's, and the delivery's. */
  includedLines: number[];
  includedShipping_minor: number;
  /** What an exemption takes off prices that have the tax in them. */
  reliefLines: number[];
  reliefShipping_minor: number;
  parts: TaxPart[];
}

const whole_milli = 100_000;

/** amount × rate ÷ of, half away from zero; amounts are not negative. */
function share(amount: number, rate: number, of: number): number {
  const product = amount * rate;
  if (Number.isSafeInteger(product * 2 + of)) return Math.floor((product * 2 + of) / (of * 2));
  const twice = BigInt(amount) * BigInt(rate) * 2n;
  return Number((twice + BigInt(of)) / BigInt(of * 2));
}

/** Rates of components as weights; with no rate at all there is nothing to split. */
function split(levy: Levy, tax_minor: number): number[] {
  return allocate(
    tax_minor,
    levy.components.map((one) => one.rate_milli),
  );
}

/**
 * What each component puts on an amount, each rounded by itself, as they are taxes of their own.
 * Where that would be more than the amount (halves of a cent, rounded up four times), they are
 * rounded as one.
 */
function onTop(levy: Levy, amount: number): number[] {
  const each = levy.components.map((one) => share(amount, one.rate_milli, whole_milli));
  if (add(0, ...each) <= amount) return each;
  return split(levy, share(amount, levy.rate_milli, whole_milli));
}

interface Group {
  levy: Levy;
  /** Positions among lines; -1 is the delivery. */
  at: number[];
  amounts: number[];
}

function groupsOf(of: TaxCase, amounts: Amounts): Group[] {
  const groups = new Map<Levy, Group>();
  const put = (levy: Levy | null | undefined, at: number, amount: number) => {
    if (!levy) return;
    const group = groups.get(levy) ?? { levy, at: [], amounts: [] };
    group.at.push(at);
    group.amounts.push(amount);
    groups.set(levy, group);
  };
  amounts.lines.forEach((amount, at) => put(of.levies[at], at, amount));
  put(of.shipping, -1, amounts.shipping_minor);
  return [...groups.values()];
}

export interface Amounts {
  /** What is left of each line after discounts. */
  lines: readonly number[];
  shipping_minor: number;
}

/** The tax of each amount of a group, by component. */
function taxesOf(group: Group, of: TaxCase): { each: number[]; components: number[] } {
  const { levy, amounts } = group;
  const over = of.included ? whole_milli + levy.rate_milli : whole_milli;
  if (of.rounding === 'line') {
    const rows = amounts.map((amount) =>
      of.included ? split(levy, share(amount, levy.rate_milli, over)) : onTop(levy, amount),
    );
    const components = levy.components.map((_, at) => add(0, ...rows.map((row) => row[at] ?? 0)));
    return { each: rows.map((row) => add(0, ...row)), components };
  }
  const sum = add(0, ...amounts);
  const components = of.included
    ? split(levy, share(sum, levy.rate_milli, over))
    : onTop(levy, sum);
  return { each: allocate(add(0, ...components), amounts), components };
}

/** What a purchase is taxed with. The parts add up to the tax, and nothing is negative. */
export function taxedOf(of: TaxCase, amounts: Amounts): Taxed {
  const none = () => amounts.lines.map(() => 0);
  const lines = none();
  let shipping_minor = 0;
  const parts = new Map<string, TaxPart>();
  for (const group of groupsOf(of, amounts)) {
    const { each, components } = taxesOf(group, of);
    group.at.forEach((at, nth) => {
      const part = each[nth] ?? 0;
      if (at < 0) shipping_minor = part;
      else lines[at] = part;
    });
    const sum = add(0, ...group.amounts);
    const base_minor = of.included ? sum - add(0, ...each) : sum;
    group.levy.components.forEach(({ name, rate_milli }, nth) => {
      const key = `${name} ${rate_milli}`;
      const known = parts.get(key) ?? { name, rate_milli, base_minor: 0, tax_minor: 0 };
      parts.set(key, {
        ...known,
        base_minor: known.base_minor + base_minor,
        tax_minor: known.tax_minor + (components[nth] ?? 0),
      });
    });
  }
  const whole = add(shipping_minor, ...lines);
  const told = add(0, ...[...parts.values()].map((part) => part.tax_minor));
  assert(told === whole, 'the components of a tax are the whole');
  const nothing = { lines: none(), includedLines: none(), reliefLines: none() };
  const still = { tax_minor: 0, includedShipping_minor: 0, reliefShipping_minor: 0 };
  const found = [...parts.values()];
  if (of.exemption) {
    const free = found.map((part) => ({ ...part, tax_minor: 0 }));
    if (!of.included) return { ...nothing, ...still, parts: free };
    const reliefShipping_minor = shipping_minor;
    return { ...nothing, ...still, reliefLines: lines, reliefShipping_minor, parts: free };
  }
  if (of.included) {
    const includedShipping_minor = shipping_minor;
    return { ...nothing, ...still, includedLines: lines, includedShipping_minor, parts: found };
  }
  return { ...nothing, ...still, tax_minor: whole, lines, parts: found };
}
