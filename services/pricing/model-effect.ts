// What a promotion takes off lines: a function for each kind of effect, whole minor units, never
// more than is left of a line.
import { assert, unreachable } from '#kernel/core/assert.ts';
import { add, allocate, percentOf } from '#kernel/core/money.ts';
import type { PromotionEffect } from './model-rule.ts';

/** A line while things are taken off it. `net_minor` is what is left of its total. */
export interface Standing {
  variantId: string;
  productId: string;
  quantity: number;
  unit_minor: number;
  net_minor: number;
}

/**
 * An effect with the fields of every kind: one shape for all, since looking at fields of eight
 * shapes is most of what a small promotion costs. Checked where it is applied.
 */
export interface EvenEffect {
  kind: PromotionEffect['kind'];
  /** null: of no currency. */
  currency: string | null;
  share_bp: number;
  amount_minor: number;
  unit_minor: number;
  price_minor: number;
  buy: number;
  get: number;
  quantity: number;
  variantId: string;
  parts: readonly { productId: string; quantity: number }[];
  tiers: readonly { quantity: number; share_bp: number }[];
}

/** Fields of other kinds: -1 makes no sense as any of them, so that one that is missing shows. */
const empty: Omit<EvenEffect, 'kind'> = {
  currency: null,
  share_bp: -1,
  amount_minor: -1,
  unit_minor: -1,
  price_minor: -1,
  buy: -1,
  get: -1,
  quantity: -1,
  variantId: '',
  parts: [],
  tiers: [],
};

// A name that was read with a definition is not the same string as the one in the code, and
// comparing two strings is slower than seeing that they are one.
const kinds: readonly PromotionEffect['kind'][] = [
  'percent',
  'amount',
  'fixed-price',
  'tiered',
  'buy-get',
  'bundle',
  'gift',
  'free-shipping',
];

export function evenOf(effect: PromotionEffect): EvenEffect {
  const kind = kinds.find((one) => one === effect.kind) ?? effect.kind;
  return { ...empty, ...effect, kind };
}

/**
 * What an effect takes off each of these lines, never more than is left of one. Empty: nothing.
 * Free shipping takes nothing off lines. Throws where the effect makes no sense of them.
 */
export function taken(
  effect: EvenEffect,
  of: { lines: readonly Standing[]; currency: string },
): number[] {
  const { lines, currency } = of;
  if (effect.currency !== null && effect.currency !== currency) return [];
  switch (effect.kind) {
    case 'percent':
      return shared(lines, percentOf(netOf(lines), share(effect.share_bp)));
    case 'amount':
      return shared(lines, Math.min(amount(effect.amount_minor), netOf(lines)));
    case 'fixed-price':
      return capped(lines, ({ unit_minor, quantity }) => {
        return Math.max(0, unit_minor - amount(effect.unit_minor)) * quantity;
      });
    case 'tiered': {
      const units = lines.reduce((sum, line) => sum + line.quantity, 0);
      const reached = effect.tiers.filter((tier) => tier.quantity <= units);
      const share_bp = Math.max(0, ...reached.map((tier) => share(tier.share_bp)));
      return shared(lines, percentOf(netOf(lines), share_bp));
    }
    case 'buy-get':
      return buyGet(effect, lines);
    case 'bundle':
      return bundle(effect, lines);
    case 'gift': {
      let left = effect.quantity;
      return capped(lines, (line) => {
        const units = line.variantId === effect.variantId ? Math.min(left, line.quantity) : 0;
        left -= units;
        return units * line.unit_minor;
      });
    }
    case 'free-shipping':
      return [];
    default:
      return unreachable(effect.kind);
  }
}

function netOf(lines: readonly Standing[]): number {
  let sum = 0;
  for (const line of lines) sum += line.net_minor;
  return sum;
}

function share(bp: number): number {
  assert(Number.isSafeInteger(bp) && bp >= 0 && bp <= 10_000, 'a share is between 0 and 100 %');
  return bp;
}

function amount(minor: number): number {
  assert(Number.isSafeInteger(minor) && minor >= 0, 'an amount is a whole number from 0');
  return minor;
}

/** Largest remainder over what is left of the lines, so no line gives more than it has. */
function shared(lines: readonly Standing[], total_minor: number): number[] {
  if (total_minor === 0) return [];
  if (lines.length === 1) return [total_minor];
  return split(
    total_minor,
    lines.map((line) => line.net_minor),
  );
}

/**
 * As `allocate`, for a total that is not above the sum of the weights. Where every product is
 * exact in a double it goes without big integers, which are most of the time of a price.
 */
export function split(total: number, weights: readonly number[]): number[] {
  let sum = 0;
  let most = 0;
  for (const weight of weights) {
    sum += weight;
    if (weight > most) most = weight;
  }
  if (sum === 0 || !Number.isSafeInteger(total * most)) return allocate(total, weights);
  let left = total;
  const rests: { at: number; rest: number }[] = [];
  const parts = weights.map((weight, at) => {
    const rest = (total * weight) % sum;
    const part = (total * weight - rest) / sum;
    if (rest > 0) rests.push({ at, rest });
    left -= part;
    return part;
  });
  if (left === 0) return parts;
  rests.sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of rests.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

function capped(lines: readonly Standing[], off: (line: Standing) => number): number[] {
  return lines.map((line) => Math.min(line.net_minor, off(line)));
}

/** The cheapest units are the ones given; ties to the first line. */
function buyGet({ buy, get, share_bp }: EvenEffect, lines: readonly Standing[]): number[] {
  assert(buy > 0 && get > 0, 'something is bought and something is given');
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  let left = Math.floor(units / (buy + get)) * get;
  if (left === 0) return [];
  const off = lines.map(() => 0);
  const order = [...lines.keys()].sort((a, b) => unitAt(lines, a) - unitAt(lines, b) || a - b);
  for (const at of order) {
    const line = lines[at];
    if (!line || left === 0) break;
    const given = Math.min(left, line.quantity);
    off[at] = Math.min(line.net_minor, percentOf(given * line.unit_minor, share(share_bp)));
    left -= given;
  }
  return off;
}

const unitAt = (lines: readonly Standing[], at: number) => lines[at]?.unit_minor ?? 0;

/** The dearest units go into the bundle first. Never dearer than its parts. */
function bundle({ parts, price_minor }: EvenEffect, lines: readonly Standing[]): number[] {
  const held = (productId: string) =>
    lines.reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0);
  const sets = Math.min(...parts.map((part) => Math.floor(held(part.productId) / part.quantity)));
  if (!Number.isFinite(sets) || sets <= 0) return [];
  const used = lines.map(() => 0);
  const order = [...lines.keys()].sort((a, b) => unitAt(lines, b) - unitAt(lines, a) || a - b);
  for (const part of parts) {
    let left = part.quantity * sets;
    for (const at of order) {
      const line = lines[at];
      if (!line || line.productId !== part.productId) continue;
      const units = Math.min(left, line.quantity);
      used[at] = units;
      left -= units;
    }
  }
  // What is left of a line counts for the units of it that are in a bundle.
  const worth = lines.map(({ net_minor, quantity }, at) => {
    return Number((BigInt(net_minor) * BigInt(used[at] ?? 0)) / BigInt(quantity));
  });
  const off = add(0, ...worth) - amount(price_minor) * sets;
  return off <= 0 ? [] : split(off, worth);
}
