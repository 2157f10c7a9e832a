import type { Guarded } from './gateway-guard.ts';
import { PaypalNo, type PaypalClient } from './paypal-client.ts';
import { orderOf, type Order } from './paypal-read.ts';

export interface PaypalTools {
  call: PaypalClient;
  pay: Guarded;
  ask: Guarded;
}

export const orders = '/v2/checkout/orders';

export const isNo = (error: unknown): error is PaypalNo => error instanceof PaypalNo;

/** The order as PayPal has it now; undefined when it has none. */
export async function readOrder(call: PaypalClient, ref: string): Promise<Order | undefined> {
  const path = `${orders}/${encodeURIComponent(ref)}`;
  const body = await unlessGone(() => call({ method: 'GET', path }));
  return body && orderOf(body);
}

/** What is asked for, or undefined when PayPal has no such thing. */
export async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isNo(error) && error.status === 404) return undefined;
    throw error;
  }
}
