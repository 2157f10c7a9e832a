import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Cart } from '../../state/cart.ts';

type Change = Cart['changes'][number];

function sentence(speech: Speech, change: Change, currency: string): string {
  const { name, from, to, available } = change;
  const isPrice = change.type === 'price-rose' || change.type === 'price-fell';
  const shown = (value: number) => (isPrice ? speech.money(value, currency) : speech.number(value));
  const values = { name, from: shown(from), to: shown(to), available };
  return speech.maybe(`cart.change.${change.type}`, values) ?? name;
}

/** Everything that is not as it was left, in one place; nothing changes behind anyone's back. */
export function Changes({ cart }: { cart: Cart }) {
  const { cart: store, speech } = useApp();
  const { t } = speech;
  if (cart.changes.length === 0) return null;
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
            <Button
              size="sm"
              kind="quiet"
              className="needs-js"
              aria-label={t('cart.accept.named', { name: change.name })}
              onClick={() => void store.acceptChanges(change.itemId)}
            >
              {t('cart.accept')}
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
