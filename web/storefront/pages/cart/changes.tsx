import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Cart } from '../../state/cart.ts';
import { currencyDigits } from '../../state/currency-digits.ts';
import { priceDelta } from './delta.ts';
import { useRemove } from './use-remove.ts';

type Change = Cart['changes'][number];

function sentence(speech: Speech, change: Change, currency: string): string {
  const { name, from, to, available } = change;
  const isPrice = change.type === 'price-rose' || change.type === 'price-fell';
  const shown = (value: number) => (isPrice ? speech.money(value, currency) : speech.number(value));
  const values = { name, from: shown(from), to: shown(to), available };
  return speech.maybe(`cart.change.${change.type}`, values) ?? name;
}

interface RemoveProps {
  change: Change;
  cart: Cart;
  remove: ReturnType<typeof useRemove>;
}

/** The line that changed may go instead; one that is gone already has no such button. */
function Remove({ change, cart, remove }: RemoveProps) {
  const { t } = useApp().speech;
  const item = cart.items.find(({ itemId }) => itemId === change.itemId);
  if (item === undefined) return null;
  return (
    <Button
      size="sm"
      kind="quiet"
      aria-label={t('cart.remove.named', { name: change.name })}
      onClick={() => void remove(item)}
    >
      {t('cart.remove')}
    </Button>
  );
}

/** Everything that is not as it was left, in one place; nothing changes behind anyone's back. */
export function Changes({ cart }: { cart: Cart }) {
  const { cart: store, speech } = useApp();
  const { t, money } = speech;
  const remove = useRemove();
  if (cart.changes.length === 0) return null;
  const { currency } = cart;
  const delta = priceDelta(cart, currencyDigits(currency));
  const amount = money(Math.abs(delta), currency);
  return (
    <Notice
      tone="warn"
      title={t('cart.changes')}
      actions={
        cart.changes.length > 1 && (
          <Button size="sm" className="needs-js" onClick={() => void store.acceptChanges()}>
            {t('cart.accept.all')}
          </Button>
        )
      }
    >
      <ul className="grid gap-2 pt-1">
        {cart.changes.map((change) => (
          <li
            key={`${change.itemId} ${change.type}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
          >
            <span suppressHydrationWarning>{sentence(speech, change, cart.currency)}</span>
            <span className="needs-js flex flex-wrap gap-2">
              <Button
                size="sm"
                kind="quiet"
                aria-label={t('cart.accept.named', { name: change.name })}
                onClick={() => void store.acceptChanges(change.itemId)}
              >
                {t('cart.accept')}
              </Button>
              <Remove change={change} cart={cart} remove={remove} />
            </span>
          </li>
        ))}
      </ul>
      {delta !== 0 && (
        <p suppressHydrationWarning className="figures pt-3 font-medium">
          {t(delta > 0 ? 'cart.delta.more' : 'cart.delta.less', { amount })}
        </p>
      )}
    </Notice>
  );
}
