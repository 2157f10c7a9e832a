// A coupon: a promotion of the stage COUPON that is asked for by a code and used so many times. The
// decisions about it as functions of what is known: how a typed code is read, and why a coupon
// takes nothing off a cart.
import type { CouponReason } from './contract.ts';
import { holds } from './model-book.ts';
import type { Goods } from './model-price.ts';
import type { Promotion } from './model-rule.ts';

export interface CouponTerms {
  couponId: string;
  definition: Promotion;
  enabled: boolean;
  /** Over all of its codes; null: any number. */
  uses_max: number | null;
  person_max: number | null;
  /** Of each code that is made for it; null: any number. */
  code_max: number | null;
  budget: { amount_minor: number; currency: string } | null;
  accountsOnly: boolean;
  /** A use is given back when its order is cancelled. */
  returns: boolean;
  /** And when all of it came back and was paid back. */
  returnsRefunded: boolean;
}

/** Crockford's base 32: no I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = 16;
/** Random bytes for one code: 80 bits. */
export const codeBytes = 10;

/** `XXXX-XXXX-XXXX-XXXX` of 80 random bits. */
export function codeOf(random: Uint8Array): string {
  let bits = 0n;
  for (const byte of random.subarray(0, codeBytes)) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let at = digits - 1; at >= 0; at -= 1) {
    code += alphabet.charAt(Number((bits >> BigInt(at * 5)) & 31n));
  }
  return code.replaceAll(/(.{4})(?!$)/g, '$1-');
}

/** Where the digits of other scripts begin: Arabic, its eastern form, Devanagari. */
const zeros = [0x0660, 0x06f0, 0x0966];

function digitOf(letter: string): string {
  const point = letter.codePointAt(0) ?? 0;
  const zero = zeros.find((one) => point >= one && point < one + 10);
  return zero === undefined ? letter : String(point - zero);
}

/**
 * A code as it is looked up: case, spaces, dashes, marks that nobody sees and the form of letters
 * and digits do not count. Undefined where it can be none.
 */
export function plainCode(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll('İ', 'I')
    .replaceAll(/[\s\p{Cf}\p{Pd}\uFE00-\uFE0F]/gu, '')
    .replaceAll(/\p{Nd}/gu, digitOf);
  return /^[\p{L}\p{N}\p{M}]{3,40}$/u.test(plain) ? plain : undefined;
}

/** What a typed code may be: itself, or one of ours with O, I or L for 0 and 1. */
export function codeKeys(typed: string): string[] {
  const plain = plainCode(typed);
  if (plain === undefined) return [];
  const read = plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return read === plain || read.length !== digits ? [plain] : [plain, read];
}

/** Who asks, when and where to. */
export interface Asking {
  at_ms: number;
  currency: string;
  /** null: not known yet. */
  isAccount: boolean | null;
  place: { country: string; state?: string | undefined } | null;
  /** Price lists that they are in. */
  segments: readonly string[];
}

/** Why a coupon is not for this cart whatever is in it; null: it may be. */
export function barOf(coupon: CouponTerms, asking: Asking): CouponReason | null {
  const { definition, budget } = coupon;
  const { startsAt_ms, endsAt_ms, effect, subtotalMin, places } = definition;
  const { at_ms, currency, isAccount, place, segments } = asking;
  if (!coupon.enabled || (endsAt_ms !== null && at_ms >= endsAt_ms)) return 'over';
  if (startsAt_ms !== null && at_ms < startsAt_ms) return 'not-yet';
  const needed = [effect, subtotalMin, budget].flatMap((one) =>
    one !== null && 'currency' in one ? [one.currency] : [],
  );
  if (needed.some((one) => one !== currency)) return 'currency';
  if (coupon.accountsOnly && isAccount !== true) return 'account-needed';
  if (
    definition.segments.length > 0 &&
    !definition.segments.some((one) => segments.includes(one))
  ) {
    return 'members';
  }
  const everywhere = { ...definition, enabled: true, places: [] };
  const setting = { at_ms, segments, place: place ?? { country: '' } };
  if (!holds(everywhere, setting)) return 'not-now';
  if (places.length === 0) return null;
  return holds({ ...definition, enabled: true }, setting) ? null : 'place';
}

export interface Taken {
  discount_minor: number;
  freeShipping: boolean;
}

/** What a coupon takes off priced goods, or why nothing. */
export function takenBy({ couponId, definition }: CouponTerms, goods: Goods): Taken | CouponReason {
  let discount_minor = 0;
  for (const step of goods.steps) if (step.ref === couponId) discount_minor -= step.amount_minor;
  const freeShipping = goods.freeShipping?.ref === couponId;
  if (discount_minor > 0 || freeShipping) return { discount_minor, freeShipping };
  const passed = goods.passed.find((one) => one.ref === couponId);
  switch (passed?.why) {
    case 'condition-not-met':
      return definition.subtotalMin === null ? 'too-few' : 'too-little';
    case 'not-with-others':
      return 'not-with-others';
    case undefined:
      return definition.effect.kind === 'free-shipping' && goods.freeShipping !== null
        ? 'nothing-to-take'
        : 'no-line';
    default:
      return 'nothing-to-take';
  }
}

/** How often it was used or may become so. */
export interface Counts {
  /** Held and consumed, of the coupon, of the code, and by this person. */
  coupon: number;
  code: number;
  mine: number;
  code_max: number | null;
  spent_minor: number;
}

/** Why one more use, which takes this much off, is too many; null: it is not. */
export function limitOf(
  coupon: Pick<CouponTerms, 'uses_max' | 'person_max' | 'budget'>,
  counts: Counts,
  amount_minor: number,
): CouponReason | null {
  const { uses_max, person_max, budget } = coupon;
  if (person_max !== null && counts.mine >= person_max) return 'used-by-you';
  if (uses_max !== null && counts.coupon >= uses_max) return 'used-up';
  if (counts.code_max !== null && counts.code >= counts.code_max) return 'used-up';
  if (budget !== null && counts.spent_minor + amount_minor > budget.amount_minor) return 'used-up';
  return null;
}
