/** What stands beside the way to buy it: comparing, sharing, and what can be relied on. */
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { CompareMark, useCompared } from '../../shell/compare-mark.tsx';
import { Later } from '../../shell/later.tsx';
import { compareAddress } from '../../state/compare.ts';
import type { Product, Shown } from './page.tsx';

const share = { load: () => import('./share.tsx'), area: 'buying' } as const;
const delivery = { load: () => import('./delivery.tsx'), area: 'buying' } as const;

/** Puts it beside others; there is no bar here, for what is bought has its own. */
export function Beside({ product }: { product: Product }) {
  const { t } = useSpeech();
  const list = useCompared();
  const { slug, name, imageUrl } = product;
  return (
    <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-6 gap-y-1">
      <CompareMark of={{ slug, name, imageUrl }} />
      <Later {...share} given={{ title: name }} className="min-h-6" />
      {list.length > 0 && (
        <Link to={compareAddress(list.map((one) => one.slug))} className="target link text-sm">
          {t('compare.count', { count: list.length })}
        </Link>
      )}
    </div>
  );
}

export function Assurances({ product, variant }: Shown) {
  const { t } = useSpeech();
  const rows: { icon: IconName; title: string; text: string }[] = [
    { icon: 'clock', title: t('product.hold'), text: t('product.hold.text') },
    { icon: 'back', title: t('product.returns'), text: t('product.returns.text') },
    { icon: 'check', title: t('product.warranty'), text: t('product.warranty.text') },
  ];
  const { seller } = product;
  return (
    <ul className="grid gap-4 rounded-lg bg-surface p-5 text-sm">
      <li className="needs-js">
        <Later {...delivery} given={{ variant, currency: product.currency }} className="min-h-11" />
      </li>
      {rows.map(({ icon, title, text }) => (
        <li key={title} className="flex gap-3">
          <Icon name={icon} className="mt-0.5 size-5 text-accent" />
          <p>
            <span className="font-semibold">{title}.</span>{' '}
            <span className="text-muted">{text}</span>
          </p>
        </li>
      ))}
      {seller.name !== null && (
        <li className="flex gap-3">
          <Icon name="box" className="mt-0.5 size-5 text-accent" />
          <p>
            {t('product.sold-by')}{' '}
            <Link to={`/s/${seller.slug ?? seller.sellerId}`} className="link font-semibold">
              {seller.name}
            </Link>
          </p>
        </li>
      )}
    </ul>
  );
}
