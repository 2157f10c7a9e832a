import { Picture } from '../../../ui/picture.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { useStore } from '../../state/store.ts';

const shown_max = 4;
const good: readonly { icon: IconName; id: 'orders' | 'lists' | 'told' }[] = [
  { icon: 'truck', id: 'orders' },
  { icon: 'place', id: 'lists' },
  { icon: 'bell', id: 'told' },
];

/** What is in the cart and comes along; with an empty cart, what an account is good for. */
export function CartSide() {
  const { cart, speech } = useApp();
  const { t, number } = speech;
  const here = useStore(cart.state).cart;
  if (here === null || here.items.length === 0) return <GoodFor />;
  const rest = here.items.length - shown_max;
  return (
    <section aria-labelledby="comes-along" className="grid gap-4 rounded-lg bg-surface p-6">
      <h2 id="comes-along" className="text-lg">
        {t('auth.cart.title', { count: here.itemCount })}
      </h2>
      <ul className="grid gap-3">
        {here.items.slice(0, shown_max).map((item) => (
          <li key={item.itemId} className="grid grid-cols-[3rem_1fr_auto] items-center gap-3">
            <Picture src={item.imageUrl} alt="" sizes="3rem" className="w-full rounded-sm" />
            <span className="min-w-0 truncate text-sm">{item.name}</span>
            <span className="figures text-sm text-muted">× {number(item.quantity)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="text-sm text-muted">{t('auth.cart.more', { count: rest })}</p>}
      <p className="text-sm text-muted">{t('auth.cart.rule')}</p>
    </section>
  );
}

function GoodFor() {
  const { t } = useApp().speech;
  return (
    <section aria-labelledby="good-for" className="grid gap-5 rounded-lg bg-surface p-6">
      <h2 id="good-for" className="text-lg">
        {t('auth.good.title')}
      </h2>
      <ul className="grid gap-4">
        {good.map(({ icon, id }) => (
          <li key={id} className="grid grid-cols-[1.5rem_1fr] gap-3">
            <Icon name={icon} className="size-5 text-accent" />
            <span>{t(`auth.good.${id}`)}</span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{t('auth.good.guest')}</p>
    </section>
  );
}
