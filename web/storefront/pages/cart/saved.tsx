/** What was saved for later, with what changed since: back into the cart, or forgotten. */
import { useHref } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { Saved, SavedItem } from './use-saved.ts';

export function SavedForLater({ saved }: { saved: Saved }) {
  const { t } = useApp().speech;
  const { list } = saved;
  if (list === null || list.items.length === 0) return null;
  return (
    <section aria-labelledby="saved-title">
      <h2 id="saved-title" tabIndex={-1} className="pb-3 text-xl">
        {t('cart.saved.title')}
      </h2>
      <ul className="border-t border-line">
        {list.items.map((item) => (
          <Row key={item.itemId} item={item} saved={saved} />
        ))}
      </ul>
    </section>
  );
}

/** How the price is not as it was when it was saved. */
function newsOf({ t, money }: Speech, item: SavedItem): string[] {
  const { notices, savedPrice, currency } = item;
  const was = money(savedPrice, currency);
  return notices.flatMap((notice) => {
    if (notice === 'price-rose') return t('cart.saved.rose', { was });
    return notice === 'price-fell' ? t('cart.saved.fell', { was }) : [];
  });
}

function Row({ item, saved }: { item: SavedItem; saved: Saved }) {
  const { speech } = useApp();
  const { t, money, number } = speech;
  const { itemId, name, quantity, unitPrice, savedPrice, currency } = item;
  const price = money(unitPrice ?? savedPrice, currency);
  const address = `/p/${item.productId}`;
  const refused = saved.refused.get(itemId);
  const news = newsOf(speech, item);
  const fell = item.notices.includes('price-fell');
  return (
    <li className="grid grid-cols-[4.5rem_1fr] gap-x-4 border-b border-line py-4 sm:gap-x-6">
      <Link to={address} tabIndex={-1} aria-hidden="true">
        <Picture
          src={item.imageUrl}
          alt=""
          sizes="4.5rem"
          among={{ min: 96, max: 192 }}
          className="w-full rounded-md"
        />
      </Link>
      <div className="grid content-start gap-1">
        <p className="leading-snug font-medium">
          <Link to={address} className="hover:underline">
            <bdi>{name}</bdi>
          </Link>
        </p>
        <p suppressHydrationWarning className="figures text-sm text-muted">
          {quantity === 1 ? price : t('cart.saved.price', { price, quantity: number(quantity) })}
        </p>
        {news.map((text) => (
          <p
            key={text}
            suppressHydrationWarning
            className={`text-sm font-medium ${fell ? 'text-good' : 'text-warn'}`}
          >
            {text}
          </p>
        ))}
        <Actions item={item} saved={saved} />
        <div aria-live="polite">
          {refused !== undefined && (
            <p className="text-sm font-medium text-danger">{problemText(speech, refused)}</p>
          )}
        </div>
      </div>
    </li>
  );
}

function Actions({ item, saved }: { item: SavedItem; saved: Saved }) {
  const { cart, currency, speech, toasts } = useApp();
  const { t } = speech;
  const action = useHref('/cart');
  const { itemId, productId, variantId, quantity, name } = item;
  const busy = saved.busy.has(itemId);
  const move = async () => {
    if (!(await saved.moveBack(itemId))) return;
    toasts.show({ text: t('cart.saved.moved', { name }), tone: 'good' });
    document.getElementById('saved-title')?.focus();
  };
  /** Through the cart, since that is where things come from. */
  const putBack = async () => {
    try {
      const { items } = await cart.add({ productId, variantId, quantity, currency });
      const line = items.find((one) => one.variantId === variantId);
      if (line !== undefined) await saved.save(line.itemId);
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      toasts.show({ text: problemText(speech, problem), tone: 'problem' });
    }
  };
  const forget = async () => {
    if (!(await saved.forget(itemId))) return;
    const undo = { label: t('undo'), run: () => void putBack() };
    toasts.show({ text: t('cart.removed', { name }), action: undo });
    (document.getElementById('saved-title') ?? document.getElementById('main'))?.focus();
  };
  const why = item.sellable ? (item.inStock === false ? t('stock.out') : '') : t('cart.saved.gone');
  return (
    <form
      method="post"
      action={action}
      className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event.nativeEvent as SubmitEvent;
        const isForget = submitter instanceof HTMLButtonElement && submitter.value === 'forget';
        void (isForget ? forget() : move());
      }}
    >
      <input type="hidden" name="itemId" value={itemId} />
      <Button
        id={`move-${itemId}`}
        type="submit"
        name="intent"
        value="move"
        size="sm"
        busy={busy}
        whyNot={why}
        aria-label={t('cart.saved.move.named', { name })}
      >
        {t('cart.saved.move')}
      </Button>
      <button
        name="intent"
        value="forget"
        aria-label={t('cart.remove.named', { name })}
        className="target text-sm text-muted underline underline-offset-4 hover:text-ink"
      >
        {t('cart.remove')}
      </button>
    </form>
  );
}
