/** The plan of a sale as it is typed, and as it is sent; pure. */
import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export type AdminSale = ReplyOf<'GET /admin/flash-sales/{saleId}'>;
export type PlanBody = BodyOf<'POST /admin/flash-sales'>;

export interface TypedItem {
  variantId: string;
  name: string;
  quantity: string;
  price: string;
}

export const numbers = [
  'ratePerMinute',
  'perPerson',
  'perAddress',
  'claimSeconds',
  'tokenSeconds',
  'checkoutSeconds',
] as const;
export const times = ['preQueueAt', 'startsAt', 'endsAt'] as const;

export type Typed = Record<(typeof numbers)[number] | (typeof times)[number], string> & {
  name: string;
  rules: string;
  currency: string;
  items: TypedItem[];
};

const minute_ms = 60_000;

/** For `datetime-local`, in the time of this place. */
export function localText(ms: number): string {
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * minute_ms);
  return shifted.toISOString().slice(0, 16);
}

/** A plan for tomorrow, with the numbers that the shop would take anyway. */
export function freshPlan(now_ms: number, currency: string): Typed {
  const hour_ms = Math.ceil(now_ms / (60 * minute_ms)) * 60 * minute_ms + 24 * 60 * minute_ms;
  return {
    name: '',
    rules: '',
    currency,
    preQueueAt: localText(hour_ms - 15 * minute_ms),
    startsAt: localText(hour_ms),
    endsAt: localText(hour_ms + 60 * minute_ms),
    ratePerMinute: '1000',
    perPerson: '1',
    perAddress: '2',
    claimSeconds: '120',
    tokenSeconds: '300',
    checkoutSeconds: '300',
    items: [],
  };
}

export function typedOf(sale: AdminSale): Typed {
  const text = Object.fromEntries(numbers.map((name) => [name, String(sale[name])]));
  const at = Object.fromEntries(times.map((name) => [name, localText(Date.parse(sale[name]))]));
  const { name, rules, currency } = sale;
  return {
    ...(text as Record<(typeof numbers)[number], string>),
    ...(at as Record<(typeof times)[number], string>),
    name,
    rules,
    currency,
    items: sale.items.map((one) => ({
      variantId: one.variantId,
      name: one.name,
      quantity: String(one.quantity),
      price: String(one.price),
    })),
  };
}

/** What is no number is sent as one that is refused, beside its field. */
function numberOf(typed: string): number {
  const value = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || Number.isNaN(value) ? -1 : value;
}

function timeOf(typed: string): string {
  const at = new Date(typed);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

export function bodyOf(typed: Typed): PlanBody {
  const { name, rules, currency, items } = typed;
  const counts = Object.fromEntries(numbers.map((one) => [one, numberOf(typed[one])]));
  const moments = Object.fromEntries(times.map((one) => [one, timeOf(typed[one])]));
  return {
    ...(counts as Record<(typeof numbers)[number], number>),
    ...(moments as Record<(typeof times)[number], string>),
    name: name.trim(),
    rules: rules.trim(),
    currency: currency.trim().toUpperCase(),
    items: items.map(({ variantId, quantity, price }) => ({
      variantId,
      quantity: numberOf(quantity),
      price: numberOf(price),
    })),
  };
}

export interface Proof {
  variantId: string;
  name: string;
  quantity: number;
  sold: number;
  held: number;
  free: number;
  /** Units that were sold or are held and do not exist; 0 is the law. */
  over: number;
}

/** That nothing was sold that is not there, thing by thing. */
export function proofOf({ items }: Pick<AdminSale, 'items'>): Proof[] {
  return items.map(({ variantId, name, quantity, sold, held }) => {
    const free = quantity - sold - held;
    const of = { variantId, name, quantity, sold, held };
    return { ...of, free: Math.max(0, free), over: Math.max(0, -free) };
  });
}
