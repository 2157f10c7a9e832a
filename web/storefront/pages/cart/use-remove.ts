import { problemIn } from '../../../client/problem.ts';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { CartItem } from '../../state/cart.ts';

/** Takes a line out of the cart, with a way back. */
export function useRemove(): (item: CartItem) => Promise<void> {
  const { cart, currency, speech, toasts } = useApp();
  const { t } = speech;
  const putBack = async ({ productId, variantId, quantity }: CartItem) => {
    try {
      await cart.add({ productId, variantId, quantity, currency });
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      toasts.show({ text: problemText(speech, problem), tone: 'problem' });
    }
  };
  return async (item) => {
    if ((await cart.remove(item.itemId)) === null) return;
    const action = { label: t('undo'), run: () => void putBack(item) };
    toasts.show({ text: t('cart.removed', { name: item.name }), action });
    document.getElementById('main')?.focus();
  };
}
