/** What a shopper sends to pay, as the saga takes it: codes of gift cards never get that far. */
import { Type, type Static } from 'typebox';
import { fromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { parts_max } from '#services/payments/contract.ts';
import type { PayPart, PayRequest } from './model.ts';

const amount = Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 }));

export const partsSchema = Type.Array(
  Type.Union([
    Type.Object({
      method: Type.Literal('GIFT_CARD'),
      code: Type.String({ minLength: 1, maxLength: 100 }),
      amount,
    }),
    Type.Object({ method: Type.Literal('STORE_CREDIT'), amount }),
  ]),
  { minItems: 1, maxItems: parts_max },
);
type Part = Static<typeof partsSchema>[number];

interface Body {
  readonly paymentMethod?: PayRequest['paymentMethod'];
  readonly paymentToken?: string;
  readonly parts?: readonly Part[];
  readonly savePaymentMethod?: boolean;
}

/** The card of a code. */
export type FindCard = (
  code: string,
) => Promise<
  { accountId: string; currency: string } | Refusal<'gift-card-not-found' | 'gift-card-expired'>
>;

/**
 * Reads the body: a method with its token, or parts that cover all of it; for an order of nothing
 * neither. One call for each gift card; without parts none.
 */
export async function payRequest(
  findCard: FindCard,
  row: { currency: string; total_minor: number },
  { paymentMethod, paymentToken, parts, savePaymentMethod }: Body,
): Promise<PayRequest | Refusal> {
  if (row.total_minor === 0) return {};
  if (!parts || paymentMethod !== undefined || paymentToken !== undefined) {
    if (paymentMethod === undefined) return wrong('paymentMethod', 'is missing');
    if (paymentToken === undefined) return wrong('paymentToken', 'is missing');
  }
  const save = savePaymentMethod ? { save: true } : {};
  const outside = paymentMethod && paymentToken ? { paymentMethod, paymentToken, ...save } : {};
  if (!parts) return outside;
  const read: PayPart[] = [];
  for (const [index, part] of parts.entries()) {
    const one = await partOf(findCard, row.currency, part);
    if (isRefusal(one)) return one;
    if (read.some((other) => other.accountId === one.accountId)) {
      return wrong(`parts/${index}`, 'is there twice');
    }
    read.push(one);
  }
  const asked = read.reduce((sum, part) => sum + (part.amount_minor ?? 0), 0);
  if (asked > row.total_minor) return wrong('parts', 'are more than there is to pay');
  return { ...outside, parts: read };
}

async function partOf(
  findCard: FindCard,
  currency: string,
  part: Part,
): Promise<PayPart | Refusal> {
  const amount_minor = part.amount === undefined ? null : fromMajor(part.amount, currency);
  if (isRefusal(amount_minor)) return amount_minor;
  if (part.method === 'STORE_CREDIT') return { method: part.method, accountId: null, amount_minor };
  const card = await findCard(part.code);
  if (isRefusal(card)) return card;
  if (card.currency !== currency) return refuse('gift-card-currency', { currency: card.currency });
  return { method: part.method, accountId: card.accountId, amount_minor };
}

function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer: `/${pointer}`, in: 'body', code: 'not-valid', detail }],
  });
}
