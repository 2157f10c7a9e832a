// The one way to a price: base, rules, sale, promotions, coupons, member's discount, shipping, tax,
// total, in this order. A pure function of the compiled book and of what is asked: whole minor
// units, nothing negative, the same answer every time, and a step with a reason for every cent.
import { assert, AssertionFailure } from '#kernel/core/assert.ts';
import { add } from '#kernel/core/money.ts';
import { taken, type Standing } from './model-effect.ts';
import { holds, openTo, type Book, type Compiled, type Setting } from './model-book.ts';
import type { ReadyPromotion } from './model-book.ts';
import { stacks, type Promotion, type Stage } from './model-rule.ts';
import { taxedOf, type Levy, type TaxCase } from './tax.ts';
import { unitPrice, type Broken, type LineInput } from './model-unit.ts';

export interface Cart extends Setting {
  currency: string;
  /** null: nobody knows, and what asks for a first order does not hold. */
  firstOrder: boolean | null;
  /** Promotions of the coupons that were given and are good. */
  couponIds: readonly string[];
  /** What is left of promotions; one of which nothing is said has no limit to keep to. */
  budgets: { get(promotionId: string): number | undefined };
  lines: readonly LineInput[];
}

export type StepStage = 'BASE' | 'LIST' | 'RULE' | 'SALE' | Stage | 'SHIPPING' | 'TAX' | 'TOTAL';

/** What one step did. The amounts of all steps but TOTAL add up to the total. */
export interface Step {
  stage: StepStage;
  /** null: of the whole cart. */
  lineNo: number | null;
  /** The rule or promotion. */
  ref: string | null;
  name: string;
  amount_minor: number;
}

/** Why something that would have fitted was left out. */
export interface Passed {
  ref: string;
  why:
    | 'not-with-others'
    | 'budget-used-up'
    | 'nothing-to-take'
    | 'condition-not-met'
    | 'not-first-order';
}

export interface GoodsLine {
  unit_minor: number;
  total_minor: number;
  discount_minor: number;
}

export interface Goods {
  lines: GoodsLine[];
  subtotal_minor: number;
  discount_minor: number;
  /** The promotion that pays for sending. */
  freeShipping: { ref: string; name: string } | null;
  steps: Step[];
  passed: Passed[];
  broken: Broken[];
  /** Something is left out only because nobody said whether it is a first order. */
  asksFirst: boolean;
}

export interface Priced extends Goods {
  shipping_minor: number;
  tax_minor: number;
  total_minor: number;
}

interface Line extends Standing {
  lineNo: number;
  total_minor: number;
  applied: Promotion[];
}

/** What the goods of a cart cost and what is taken off each line, before sending and tax. */
export function priceGoods(book: Book, cart: Cart): Goods {
  const steps: Step[] = [];
  const broken: Broken[] = [];
  const lines = cart.lines.map((line, at): Line => {
    const { variantId, productId, quantity } = line;
    const lineNo = at + 1;
    const price =
      line.unit ?? unitPrice(book, { line, currency: cart.currency, setting: cart, broken });
    const base_minor = line.base_minor * quantity;
    steps.push({ stage: 'BASE', lineNo, ref: null, name: 'base', amount_minor: base_minor });
    for (const { change_minor, ...step } of price.steps) {
      steps.push({ ...step, lineNo, amount_minor: change_minor * quantity });
    }
    const { unit_minor } = price;
    const total_minor = add(unit_minor * quantity);
    const left = { unit_minor, total_minor, net_minor: total_minor };
    return { lineNo, variantId, productId, quantity, ...left, applied: [] };
  });
  const goods = { steps, broken, passed: [] as Passed[], freeShipping: null, asksFirst: false };
  const done = promote(book, { cart, lines, goods });
  let subtotal_minor = 0;
  let discount_minor = 0;
  const priced = lines.map(({ unit_minor, total_minor, net_minor }) => {
    const off_minor = total_minor - net_minor;
    subtotal_minor = add(subtotal_minor, total_minor);
    discount_minor = add(discount_minor, off_minor);
    return { unit_minor, total_minor, discount_minor: off_minor };
  });
  assert(discount_minor >= 0 && discount_minor <= subtotal_minor, 'no more off than it costs');
  return { ...done, lines: priced, subtotal_minor, discount_minor };
}

const OVERDRAWN = 'no line gives more than is left of it';

interface Work {
  cart: Cart;
  lines: Line[];
  goods: Pick<Goods, 'steps' | 'broken' | 'passed' | 'freeShipping' | 'asksFirst'>;
}

/** Lets every promotion have its turn; one that breaks is left out and told, nothing is lost. */
function promote(book: Book, work: Work): Work['goods'] {
  if (work.lines.length === 1) {
    for (const one of alone(book, work)) guarded(one, work.lines, work);
  } else {
    for (const { entry, inScope } of candidates(book, work)) guarded(entry.of, inScope, work);
  }
  return work.goods;
}

function guarded(promotion: ReadyPromotion, inScope: readonly Line[], work: Work): void {
  try {
    turn(promotion, inScope, work);
  } catch (thrown) {
    if (!(thrown instanceof AssertionFailure)) throw thrown;
    work.goods.broken.push({ ref: promotion.promotionId, why: thrown.message });
  }
}

/** Promotions for the only line of a cart, in their order. */
function alone({ promotions }: Book, work: Work): readonly ReadyPromotion[] {
  const { cart } = work;
  const [input] = cart.lines;
  if (input === undefined || promotions.size === 0) return [];
  if (input.kept !== undefined && isAnybodys(cart)) {
    return openTo(promotions, input.kept, cart.at_ms).filter((one) => isForOrder(one, work));
  }
  const fitting = input.kept ? promotions.forOnce(input.kept) : promotions.for(input);
  return fitting.map((one) => one.of).filter((one) => isOpen(one, work));
}

/** Nothing is known of who buys, and no coupon was given. */
function isAnybodys({ segments, place, couponIds }: Cart): boolean {
  const { country, state } = place;
  return segments.length + couponIds.length === 0 && country === '' && state === undefined;
}

interface Candidate {
  entry: Compiled<ReadyPromotion>;
  inScope: Line[];
}

/** Promotions that are for some line, in their order, each with the lines that it is for. */
function candidates(book: Book, work: Work): Candidate[] {
  const { cart, lines } = work;
  const { promotions } = book;
  if (promotions.size === 0) return [];
  const found: Candidate[] = [];
  for (const entry of promotions.everywhere) {
    if (isOpen(entry.of, work)) found.push({ entry, inScope: lines });
  }
  const narrow = new Map<number, Candidate>();
  cart.lines.forEach((input, at) => {
    const line = lines[at];
    assert(line !== undefined, 'every line that is asked about is priced');
    for (const entry of promotions.narrow(input)) {
      const known = narrow.get(entry.rank);
      if (known) {
        known.inScope.push(line);
      } else if (isOpen(entry.of, work)) {
        const candidate = { entry, inScope: [line] };
        narrow.set(entry.rank, candidate);
        found.push(candidate);
      }
    }
  });
  return found.sort((a, b) => a.entry.rank - b.entry.rank);
}

function isOpen(promotion: Promotion, work: Work): boolean {
  const { promotionId, stage } = promotion;
  if (stage === 'COUPON' && !work.cart.couponIds.includes(promotionId)) return false;
  return holds(promotion, work.cart) && isForOrder(promotion, work);
}

function isForOrder({ firstOrder, promotionId: ref }: Promotion, { cart, goods }: Work): boolean {
  if (!firstOrder || cart.firstOrder === true) return true;
  goods.asksFirst ||= cart.firstOrder === null;
  const isTold = goods.passed.some((one) => one.ref === ref);
  if (!isTold) goods.passed.push({ ref, why: 'not-first-order' });
  return false;
}

function turn(promotion: ReadyPromotion, inScope: readonly Line[], work: Work): void {
  const { cart, goods } = work;
  const ref = promotion.promotionId;
  let units = 0;
  let worth = 0;
  for (const line of inScope) {
    units += line.quantity;
    worth += line.total_minor;
  }
  if (cart.budgets.get(ref) === 0) {
    goods.passed.push({ ref, why: 'budget-used-up' });
    return;
  }
  const { subtotalMin } = promotion;
  const enough =
    subtotalMin === null ||
    (subtotalMin.currency === cart.currency && worth >= subtotalMin.amount_minor);
  if (units < promotion.quantityMin || !enough) {
    goods.passed.push({ ref, why: 'condition-not-met' });
    return;
  }
  const free = freeOf(inScope, promotion);
  if (free.length === 0) {
    goods.passed.push({ ref, why: 'not-with-others' });
    return;
  }
  if (promotion.does.kind === 'free-shipping') {
    goods.freeShipping ??= { ref, name: promotion.name };
    return;
  }
  const off = taken(promotion.does, { lines: free, currency: cart.currency });
  takeOff(promotion, { free, off, work });
}

/** Lines from which it may be taken beside what was taken off them already. */
function freeOf(inScope: readonly Line[], promotion: Promotion): readonly Line[] {
  for (const line of inScope) {
    if (!isFree(line, promotion)) return inScope.filter((one) => isFree(one, promotion));
  }
  return inScope;
}

function isFree({ applied }: Line, promotion: Promotion): boolean {
  for (const other of applied) if (!stacks(promotion, other)) return false;
  return true;
}

function takeOff(
  promotion: Promotion,
  { free, off, work }: { free: readonly Line[]; off: readonly number[]; work: Work },
): void {
  const { cart, goods } = work;
  const { promotionId: ref, name, stage } = promotion;
  let whole = 0;
  for (let at = 0; at < free.length; at += 1) {
    const part = off[at] ?? 0;
    const most = free[at]?.net_minor ?? 0;
    if (!Number.isSafeInteger(part) || part < 0 || part > most) assert(false, OVERDRAWN);
    whole += part;
  }
  if (whole === 0) {
    goods.passed.push({ ref, why: 'nothing-to-take' });
    return;
  }
  if (whole > (cart.budgets.get(ref) ?? whole)) {
    goods.passed.push({ ref, why: 'budget-used-up' });
    return;
  }
  for (let at = 0; at < free.length; at += 1) {
    const part = off[at] ?? 0;
    const line = free[at];
    if (part === 0 || line === undefined) continue;
    line.net_minor -= part;
    line.applied.push(promotion);
    goods.steps.push({ stage, lineNo: line.lineNo, ref, name, amount_minor: -part });
  }
}

/** Goods that are sent somewhere, with the tax of one levy for all of them, and the total. */
export function priceWhole(
  goods: Goods,
  of: {
    shipping_minor: number;
    tax: Pick<TaxCase, 'included' | 'rounding' | 'exemption'> & { levy: Levy | null };
  },
): Priced {
  const { levy } = of.tax;
  const way_minor = goods.freeShipping === null ? of.shipping_minor : 0;
  const taxed = taxedOf(
    {
      ...of.tax,
      levies: goods.lines.map(() => levy),
      shipping: levy?.taxesShipping ? levy : null,
    },
    {
      lines: goods.lines.map((line) => line.total_minor - line.discount_minor),
      shipping_minor: way_minor,
    },
  );
  const { tax_minor } = taxed;
  const lines = goods.lines.map((line, at) => {
    return { ...line, discount_minor: line.discount_minor + (taxed.reliefLines[at] ?? 0) };
  });
  const relief_minor = add(0, ...taxed.reliefLines);
  const discount_minor = goods.discount_minor + relief_minor;
  const shipping_minor = way_minor - taxed.reliefShipping_minor;
  const total_minor = add(goods.subtotal_minor - discount_minor, shipping_minor, tax_minor);
  assert(total_minor >= 0, 'a total is not negative');
  const { ref = null, name = 'shipping' } = goods.freeShipping ?? {};
  const rest = { lineNo: null, ref: null };
  const names = taxed.parts.map((part) => part.name).join(', ') || 'tax';
  const steps: Step[] = [
    ...goods.steps,
    { stage: 'SHIPPING', lineNo: null, ref, name, amount_minor: shipping_minor },
    { stage: 'TAX', ...rest, name: names, amount_minor: tax_minor - relief_minor },
    { stage: 'TOTAL', ...rest, name: 'total', amount_minor: total_minor },
  ];
  const sums = { discount_minor, shipping_minor, tax_minor, total_minor };
  return { ...goods, lines, ...sums, steps };
}
