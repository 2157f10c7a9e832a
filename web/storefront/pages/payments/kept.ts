import type { ReplyOf } from '../../../client/request.ts';
import type { Speech } from '../../i18n/translate.ts';
import { isPast } from '../checkout/card.ts';

/** A way to pay that an account keeps, as far as its owner and the shop know it. */
export type Kept = ReplyOf<'GET /me/payment-methods'>['paymentMethods'][number];

export const isExpired = ({ expiryMonth, expiryYear }: Kept, today: Date): boolean =>
  expiryMonth !== null && expiryYear !== null && isPast(expiryMonth, expiryYear, today);

/** How its owner knows it: never more than the last four digits. */
export function keptName({ t, maybe }: Speech, { method, brand, last4 }: Kept): string {
  const plain = method === 'CARD' ? 'other' : method.toLowerCase();
  const name = maybe(`kept.brand.${brand}`) ?? maybe(`kept.brand.${plain}`) ?? brand;
  return last4 === '' ? name : t('kept.name', { name, last4 });
}

/** 08 / 29, as it is printed on the card. */
export function keptUntil({ expiryMonth, expiryYear }: Kept): string | null {
  if (expiryMonth === null || expiryYear === null) return null;
  const two = (value: number) => String(value % 100).padStart(2, '0');
  return `${two(expiryMonth)} / ${two(expiryYear)}`;
}
