/** Puts what was bought before into the cart, as far as it is sold now, and says what was not. */
import { useState } from 'react';
import { problemIn } from '../../../client/problem.ts';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp, type App } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';

export type AgainItem = ReplyOf<'GET /orders/buy-again'>['items'][number];

/** `buy` with an order's id or number, or with what is known to be sold. */
export function useBuyAgain(): { busy: boolean; buy(of: string | AgainItem[]): Promise<void> } {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const buy = async (of: string | AgainItem[]) => {
    setBusy(true);
    try {
      await buyAgain(app, of);
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      app.toasts.show({ text: problemText(app.speech, problem), tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return { busy, buy };
}

async function buyAgain({ api, cart, currency, speech, toasts }: App, of: string | AgainItem[]) {
  const { t, list } = speech;
  const ask = (orderId: string) =>
    api.request('GET /orders/{orderId}/buy-again', { params: { orderId } });
  const items = typeof of === 'string' ? (await ask(of)).items : of;
  const added: string[] = [];
  const missing: string[] = items.filter((item) => !item.sold).map((item) => item.name);
  for (const { sold, productId, variantId, quantity, available, name } of items) {
    if (!sold) continue;
    const wish = { productId, variantId, quantity: Math.min(quantity, available ?? quantity) };
    try {
      await cart.add({ ...wish, currency });
      added.push(name);
    } catch (error) {
      // Sold out or gone since it was asked: the others still go in.
      if ((problemIn(error)?.status ?? 500) >= 500) throw error;
      missing.push(name);
    }
  }
  const link = { label: t('cart.view'), to: '/cart' };
  const names = { added: list(added), missing: list(missing) };
  if (added.length === 0) toasts.show({ text: t('orders.again.none', names), tone: 'problem' });
  else if (missing.length > 0) toasts.show({ text: t('orders.again.some', names), link });
  else toasts.show({ text: t('orders.again.all', names), tone: 'good', link });
}
