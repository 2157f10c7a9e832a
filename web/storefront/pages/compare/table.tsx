import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Price } from '../../../ui/price.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { compareAddress } from '../../state/compare.ts';
import type { CompareData } from './page.tsx';
import { attributeRows, differs, type Product, type Row } from './rows.ts';

/** What the shop says of each, before what the catalogue does. */
function ownRows({ t, number }: Speech, products: readonly Product[]): Row[] {
  const stock = ({ stock: { state, count } }: Product) => {
    if (state === 'IN_STOCK') return t('stock.in');
    if (state === 'LOW') return t('stock.few', { count: count ?? 0 });
    return t('stock.out');
  };
  const rating = ({ rating: value, reviewCount }: Product) =>
    reviewCount === 0
      ? null
      : t('compare.rating.of', {
          value: number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
          count: reviewCount,
        });
  const weight = ({ variants, defaultVariantId }: Product) => {
    const grams = variants.find((one) => one.variantId === defaultVariantId)?.weight_g ?? 0;
    return grams === 0 ? null : number(grams / 1000, { style: 'unit', unit: 'kilogram' });
  };
  return [
    { key: 'stock', name: t('compare.stock'), values: products.map(stock) },
    { key: 'rating', name: t('compare.rating'), values: products.map(rating) },
    { key: 'brand', name: t('compare.brand'), values: products.map(({ brand }) => brand) },
    { key: 'seller', name: t('compare.seller'), values: products.map(({ seller }) => seller.name) },
    { key: 'weight', name: t('compare.weight'), values: products.map(weight) },
  ];
}

/** The products as columns. Wider than the screen it scrolls by itself, with the names in sight. */
export function CompareTable({ data }: { data: CompareData }) {
  const speech = useSpeech();
  const { t } = speech;
  const { products, differences } = data;
  const slugs = products.map(({ slug }) => slug);
  const all = [...ownRows(speech, products), ...attributeRows(products)];
  const told = all.filter((row) => row.values.some((value) => value !== null));
  const rows = differences ? told.filter(differs) : told;
  const more: Record<string, string> = differences ? { differences: 'true' } : {};
  return (
    <>
      {products.length > 1 && (
        <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
          <Link
            to={compareAddress(slugs, differences ? {} : { differences: 'true' })}
            preventScrollReset
            replace
            className="target link"
          >
            {t(differences ? 'compare.all' : 'compare.differences')}
          </Link>
          <Button size="sm" kind="quiet" className="needs-js" onClick={() => print()}>
            {t('compare.print')}
          </Button>
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard */}
      <div role="region" aria-label={t('compare.title')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full border-collapse text-start text-sm">
          <thead>
            <tr className="align-top">
              <td className="sticky start-0 w-28 min-w-28 bg-canvas sm:w-44" />
              {products.map((product) => (
                <Column
                  key={product.productId}
                  product={product}
                  without={compareAddress(
                    slugs.filter((slug) => slug !== product.slug),
                    more,
                  )}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, values }) => (
              <tr key={key} className="border-t border-line align-top">
                <th
                  scope="row"
                  className="sticky start-0 w-28 min-w-28 bg-canvas py-3 pe-3 text-start font-normal text-muted first-letter:uppercase sm:w-44"
                >
                  {name}
                </th>
                {values.map((value, index) => (
                  <td key={slugs[index]} suppressHydrationWarning className="py-3 pe-4">
                    {value === null ? (
                      <span className="text-muted">{t('compare.unsaid')}</span>
                    ) : (
                      <bdi>{value}</bdi>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="text-muted">{t('compare.same')}</p>}
    </>
  );
}

function Column({ product, without }: { product: Product; without: string }) {
  const { t, money } = useSpeech();
  const { slug, name, imageUrl, price, salePrice, currency } = product;
  return (
    <th scope="col" className="min-w-36 pe-4 pb-4 text-start font-normal">
      <div className="grid max-w-56 gap-2">
        <Link to={`/p/${slug}`} tabIndex={-1} aria-hidden="true">
          <Picture
            src={imageUrl}
            alt=""
            sizes="14rem"
            among={{ min: 192, max: 480 }}
            className="w-full rounded-md"
          />
        </Link>
        <Link to={`/p/${slug}`} className="leading-snug font-medium hover:underline">
          {name}
        </Link>
        {price !== null && (
          <Price
            now={money(salePrice ?? price, currency)}
            was={salePrice === null ? undefined : money(price, currency)}
            labels={{ now: t('price.now'), was: t('price.was') }}
          />
        )}
        <Link
          to={without}
          replace
          preventScrollReset
          aria-label={t('compare.out.named', { name })}
          className="target text-muted underline underline-offset-4 hover:text-ink print:hidden"
        >
          {t('compare.out')}
        </Link>
      </div>
    </th>
  );
}
