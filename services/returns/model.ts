// What a return may do, as data and pure functions: the state machine, what can go back until
// when and why not, and how units are counted. Nothing here looks anything up.
import type { Bar, Condition, ReturnReason, ReturnStatus } from './contract.ts';

/**
 * Every legal move. The database refuses the others as well. What was cancelled or has expired
 * may still arrive: goods in the house of a seller are never without a return.
 */
export const transitions: Readonly<Record<ReturnStatus, readonly ReturnStatus[]>> = {
  REQUESTED: ['LABELLED', 'IN_TRANSIT', 'RECEIVED', 'CANCELLED', 'EXPIRED'],
  LABELLED: ['IN_TRANSIT', 'RECEIVED', 'CANCELLED', 'EXPIRED'],
  IN_TRANSIT: ['RECEIVED', 'EXPIRED'],
  RECEIVED: ['INSPECTED'],
  INSPECTED: ['APPROVED', 'PARTIALLY_APPROVED', 'REJECTED'],
  APPROVED: ['REFUNDING', 'EXCHANGED'],
  PARTIALLY_APPROVED: ['REFUNDING', 'EXCHANGED'],
  // By the operator, over the seller's head or after an appeal.
  REJECTED: ['APPROVED', 'PARTIALLY_APPROVED'],
  REFUNDING: ['REFUNDED'],
  REFUNDED: ['APPROVED', 'PARTIALLY_APPROVED'],
  EXCHANGED: ['APPROVED', 'PARTIALLY_APPROVED'],
  CANCELLED: ['RECEIVED'],
  EXPIRED: ['RECEIVED'],
};

export function mayMove(from: ReturnStatus, to: ReturnStatus): boolean {
  return transitions[from].includes(to);
}

export function sourcesOf(to: ReturnStatus): ReturnStatus[] {
  const all = Object.keys(transitions) as ReturnStatus[];
  return all.filter((from) => mayMove(from, to));
}

/** While one of these, units of the order are spoken for. */
export const claiming: readonly ReturnStatus[] = [
  'REQUESTED',
  'LABELLED',
  'IN_TRANSIT',
  'RECEIVED',
  'INSPECTED',
];

/** Decided, and the money or the replacement is not out yet. */
export const settling: readonly ReturnStatus[] = ['APPROVED', 'PARTIALLY_APPROVED', 'REFUNDING'];

/** Where the seller or the buyer still has something to do. */
export const isOpen = (status: ReturnStatus): boolean =>
  claiming.includes(status) || settling.includes(status);

/** How long a buyer has to send what was announced, and a parcel to arrive. */
export const send_days_max = 14;
export const transit_days_max = 60;
/** How long after a refusal it can be appealed against. */
export const appeal_days_max = 30;

export const whyNots = ['hygiene', 'perishable', 'made-to-order', 'digital', 'final-sale'] as const;
export type WhyNot = (typeof whyNots)[number];

export type RuleScope = 'default' | 'category' | 'product' | 'variant';

export interface Rule {
  scope: RuleScope;
  /** A category's path, a product's or variant's id; '' for the default. */
  key: string;
  window_days: number;
  returnable: boolean;
  /** Why not. */
  why: WhyNot | null;
  /** The most used condition that is taken back. */
  condition: 'UNUSED' | 'OPENED' | 'USED';
}

/** When nobody has made any rule. */
export const fallbackRule: Rule = {
  scope: 'default',
  key: '',
  window_days: 30,
  returnable: true,
  why: null,
  condition: 'OPENED',
};

export interface Thing {
  variantId: string;
  productId: string;
  /** '' when the catalogue does not know it any more. */
  categoryPath: string;
}

/** Scope and key of every rule that could apply, the closest first. */
export function ruleKeysOf({ variantId, productId, categoryPath }: Thing): [RuleScope, string][] {
  const parts = categoryPath === '' ? [] : categoryPath.split('/');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [
    ['variant', variantId],
    ['product', productId],
    ...paths.map((path): [RuleScope, string] => ['category', path]),
    ['default', ''],
  ];
}

/** The closest rule: of the variant, its product, its category, a category above, the default. */
export function ruleFor(thing: Thing, rules: readonly Rule[]): Rule {
  const byKey = new Map(rules.map((rule) => [`${rule.scope}:${rule.key}`, rule]));
  for (const [scope, key] of ruleKeysOf(thing)) {
    const rule = byKey.get(`${scope}:${key}`);
    if (rule) return rule;
  }
  return fallbackRule;
}

const day_ms = 24 * 60 * 60_000;

/** The last moment, or null before the window has begun. */
export function untilOf(rule: Rule, deliveredAt: Date | null): Date | null {
  return deliveredAt && new Date(deliveredAt.getTime() + rule.window_days * day_ms);
}

const faults: ReadonlySet<ReturnReason> = new Set(['not-as-described', 'damaged', 'wrong-item']);

/** Reasons that are not the buyer's: they open what is otherwise not returnable, in any state. */
export const isFault = (reason: ReturnReason): boolean => faults.has(reason);

export interface LineState {
  shipped: number;
  /** Spoken for by returns under way. */
  open: number;
  refunded: number;
  exchanged: number;
}

/** Units that were shipped and neither went back nor are announced. */
export const unitsLeft = ({ shipped, open, refunded, exchanged }: LineState): number =>
  Math.max(0, shipped - open - refunded - exchanged);

/** Why an order cannot be returned at all, by its status; null when its lines decide. */
export function orderBar(status: string, by: 'buyer' | 'operator' = 'buyer'): Bar | null {
  if (status === 'DELIVERED') return null;
  // A parcel that nobody took in: the operator books it, nothing waits for a delivery.
  if (status === 'SHIPPED') return by === 'operator' ? null : 'not-delivered';
  const over = ['CANCELLED', 'FAILED', 'REFUNDED', 'RETURNED'].includes(status);
  return over ? 'ended' : 'not-delivered';
}

export interface LineOption {
  left: number;
  until: Date | null;
  /** Why not for any reason; null when it can. */
  bar: Bar | null;
  /** Only what arrived broken, wrong or not as described. */
  faultOnly: boolean;
  why: string | null;
}

/** What can go back of one line now. */
export function lineOption(
  state: LineState,
  { rule, deliveredAt, now }: { rule: Rule; deliveredAt: Date | null; now: Date },
): LineOption {
  const left = unitsLeft(state);
  const until = untilOf(rule, deliveredAt);
  const faultOnly = !rule.returnable;
  const over = until !== null && until.getTime() < now.getTime();
  const bar = left === 0 ? 'all-returned' : over ? 'outside-window' : null;
  return { left, until, bar, faultOnly, why: faultOnly ? (rule.why ?? 'final-sale') : null };
}

const wear: readonly Condition[] = ['UNUSED', 'OPENED', 'USED', 'DAMAGED'];

/** Why a line is not taken back for this reason in this condition; null when it is. */
export function requestBar(
  option: LineOption,
  of: { rule: Rule; reason: ReturnReason; condition: Condition },
): Bar | null {
  if (option.bar) return option.bar;
  if (isFault(of.reason)) return null;
  if (option.faultOnly) return 'non-returnable';
  return wear.indexOf(of.condition) > wear.indexOf(of.rule.condition) ? 'condition' : null;
}

/** The one bar of an order when no line can go back: the one that most of it shares. */
export function barOf(options: readonly LineOption[]): Bar | null {
  if (options.some((one) => one.bar === null)) return null;
  if (options.some((one) => one.bar === 'outside-window')) return 'outside-window';
  return 'all-returned';
}

/** No I, L, O and U: Crockford's base 32, as in order numbers. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const returnNumberBytes = 10;
export const returnNumberPattern = 'RT-[0-9A-HJKMNP-TV-Z]{10}';

/** `RT-` and 50 random bits: what the label says and a scanner reads. */
export function returnNumberOf(random: Uint8Array): string {
  let digits = '';
  for (const byte of random) digits += alphabet.charAt(byte & 31);
  return `RT-${digits}`;
}

/** Units that are granted now: those fit for the shelf first, the rest is written off. */
export function disposal(
  line: { restock: number; approved: number },
  units: number,
): { restock: number; writeOff: number } {
  const restock = Math.min(Math.max(0, line.restock - line.approved), units);
  return { restock, writeOff: units - restock };
}

/** Who did something, as a buyer may know it: their own doing, the seller's, the shop's. */
export function byWhom(actor: string): string {
  return actor.split(':', 1)[0] ?? actor;
}
