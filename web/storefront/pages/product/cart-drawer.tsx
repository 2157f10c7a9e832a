/** The cart beside the product after something was added: what is in it, and the two ways on. */
import { ButtonLink } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart, CartItem } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';

const shown_max = 6;
const quantity_max = 99;

export interface CartDrawerProps {
  /** What was added: its name, and its line stands first. */
  name: string;
  variantId: string;
  onClose(): void;
}

export default function CartDrawer({ name, variantId, onClose }: CartDrawerProps) {
  const { cart: store, speech } = useApp();
  const { t } = speech;
  const { cart } = useStore(store.state);
  const items = cart?.items.toSorted(
    (a, b) => Number(b.variantId === variantId) - Number(a.variantId === variantId),
  );
  return (
    <Dialog
      open
      shape="drawer"
      title={t('added', { name })}
      closeLabel={t('close')}
      onClose={onClose}
      footer={cart === null ? undefined : <Ways cart={cart} />}
    >
      {cart !== null && items !== undefined && (
        <ul className="border-t border-line">
          {items.slice(0, shown_max).map((item) => (
            <Line key={item.itemId} item={item} currency={cart.currency} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** Its quantity changes at once, and its money when the server says so. */
function Line({ item, currency }: { item: CartItem; currency: string }) {
  const { cart: store, speech } = useApp();
  const { t, money } = speech;
  const { busy, refused } = useStore(store.state);
  const { itemId, name, quantity, available } = item;
  const isBusy = busy.has(itemId);
  const problem = refused.get(itemId);
  const max = Math.max(1, Math.min(quantity_max, available ?? quantity_max), quantity);
  return (
    <li className="grid grid-cols-[4.5rem_1fr] gap-x-4 border-b border-line py-4">
      <Picture
        src={item.imageUrl}
        alt=""
        sizes="4.5rem"
        among={{ min: 96, max: 192 }}
        className="w-full self-start rounded-md"
      />
      <div className="grid content-start gap-2">
        <p className="leading-snug font-medium">
          <bdi>{name}</bdi>
        </p>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <Stepper
            value={quantity}
            max={max}
            label={t('quantity.of', { name })}
            labels={{ less: t('less'), more: t('more') }}
            busy={isBusy}
            onChange={(wanted) => void store.setQuantity(itemId, wanted)}
          />
          <span
            aria-busy={isBusy || undefined}
            className="figures font-semibold aria-busy:opacity-50"
          >
            {money(item.lineTotal, currency)}
          </span>
        </div>
        <p aria-live="polite" className="text-sm font-medium text-danger empty:hidden">
          {problem === undefined ? null : problemText(speech, problem)}
        </p>
      </div>
    </li>
  );
}

function Ways({ cart: { itemCount: count, subtotal, currency, items } }: { cart: Cart }) {
  const { t, money } = useApp().speech;
  const blocked = items.some((item) => item.inStock === false);
  return (
    <div className="grid gap-3">
      <p className="figures flex justify-between gap-4 font-semibold" aria-live="polite">
        <span>{t('cart.link', { count })}</span>
        <span>{money(subtotal, currency)}</span>
      </p>
      {/* What cannot be bought is settled in the cart first. */}
      {!blocked && (
        <ButtonLink to="/checkout" kind="primary" size="lg">
          {t('product.checkout')}
        </ButtonLink>
      )}
      <ButtonLink to="/cart" kind={blocked ? 'primary' : 'secondary'} size="lg">
        {t('cart.view')}
      </ButtonLink>
    </div>
  );
}
