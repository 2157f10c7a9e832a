import { useHref } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { CartItem } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { useRemove } from './use-remove.ts';
import type { Saved } from './use-saved.ts';

const quantity_max = 99;

export interface LineProps {
  item: CartItem;
  currency: string;
  saved: Saved;
}

/** One line. Its quantity changes at once and its money when the server says so. */
export function Line({ item, currency, saved }: LineProps) {
  const { cart, speech } = useApp();
  const { t, money } = speech;
  const state = useStore(cart.state);
  const busy = state.busy.has(item.itemId) || saved.busy.has(item.itemId);
  const refused = state.refused.get(item.itemId) ?? saved.refused.get(item.itemId);
  const max = Math.max(1, Math.min(quantity_max, item.available ?? quantity_max));
  const address = `/p/${item.productId}`;
  return (
    <li className="grid grid-cols-[5.5rem_1fr] gap-x-4 border-b border-line py-5 sm:grid-cols-[7rem_1fr_auto] sm:gap-x-6">
      <Link to={address} tabIndex={-1} aria-hidden="true" className="row-span-2 sm:row-span-1">
        <Picture src={item.imageUrl} alt="" sizes="7rem" className="w-full rounded-md" />
      </Link>
      <div className="grid content-start gap-1">
        <p className="leading-snug font-medium">
          <Link to={address} className="hover:underline">
            <bdi>{item.name}</bdi>
          </Link>
        </p>
        <p suppressHydrationWarning className="figures text-sm text-muted">
          {t('cart.each', { price: money(item.unitPrice, currency) })}
        </p>
        {item.inStock === false && (
          <p className="text-sm font-medium text-warn">{t('stock.out')}</p>
        )}
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
          <QuantityForm item={item} max={max} busy={busy} />
          <SaveForm item={item} saved={saved} />
          <RemoveForm item={item} />
        </div>
        <div aria-live="polite">
          {item.quantity >= max && item.available !== null && item.available < quantity_max && (
            <p className="text-sm text-muted">{t('cart.max', { count: item.available })}</p>
          )}
          {refused !== undefined && (
            <p className="text-sm font-medium text-danger">{problemText(speech, refused)}</p>
          )}
        </div>
      </div>
      <p
        suppressHydrationWarning
        aria-busy={busy || undefined}
        className="figures col-start-2 mt-2 font-semibold aria-busy:opacity-50 sm:col-start-3 sm:mt-0 sm:text-end"
      >
        {money(item.lineTotal, currency)}
      </p>
    </li>
  );
}

function QuantityForm({ item, max, busy }: { item: CartItem; max: number; busy: boolean }) {
  const { cart, speech } = useApp();
  const { t } = speech;
  const action = useHref('/cart');
  return (
    <form method="post" action={action} onSubmit={(event) => event.preventDefault()}>
      <input type="hidden" name="itemId" value={item.itemId} />
      <Stepper
        name="quantity"
        value={item.quantity}
        max={Math.max(max, item.quantity)}
        label={t('quantity.of', { name: item.name })}
        labels={{ less: t('less'), more: t('more') }}
        busy={busy}
        onChange={(quantity) => void cart.setQuantity(item.itemId, quantity)}
      />
      <button name="intent" value="quantity" className="without-js ms-2 underline">
        {t('cart.update')}
      </button>
    </form>
  );
}

function SaveForm({ item, saved }: { item: CartItem; saved: Saved }) {
  const { speech, toasts } = useApp();
  const { t } = speech;
  const { itemId, name } = item;
  const save = async () => {
    if (!(await saved.save(itemId))) return;
    toasts.show({ text: t('cart.save.done', { name }) });
    document.getElementById('main')?.focus();
  };
  const words = { label: t('cart.save.named', { name }), text: t('cart.save') };
  return <LineForm intent="save" itemId={itemId} {...words} run={() => void save()} />;
}

function RemoveForm({ item }: { item: CartItem }) {
  const { t } = useApp().speech;
  const { itemId, name } = item;
  const remove = useRemove();
  const words = { label: t('cart.remove.named', { name }), text: t('cart.remove') };
  return <LineForm intent="remove" itemId={itemId} {...words} run={() => void remove(item)} />;
}

interface LineFormProps {
  intent: 'save' | 'remove';
  itemId: string;
  label: string;
  text: string;
  run(): void;
}

/** One press about a line; without scripts the form does the same. */
function LineForm({ intent, itemId, label, text, run }: LineFormProps) {
  const action = useHref('/cart');
  return (
    <form
      method="post"
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <input type="hidden" name="itemId" value={itemId} />
      <button
        name="intent"
        value={intent}
        aria-label={label}
        className="target text-sm text-muted underline underline-offset-4 hover:text-ink"
      >
        {text}
      </button>
    </form>
  );
}
