/**
 * Up to four products side by side. Its address is its whole state, so it can be shared, printed
 * and gone back to, and everything on it is a link or a plain form.
 */
import { useEffect } from 'react';
import { useHref, useLoaderData } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { pageLoader, unlessAway, unlessMissing, type Handle } from '../../page.ts';
import { CardFacts, type Card } from '../../shell/product-card.tsx';
import { compareAddress, compared_max, keepCompared } from '../../state/compare.ts';
import { askedFor, type Product } from './rows.ts';
import { CompareTable } from './table.tsx';

export interface CompareData {
  products: Product[];
  /** Named, and not sold any more. */
  gone: string[];
  tooMany: boolean;
  differences: boolean;
  words: string;
  /** Null: nothing was looked for. */
  found: Card[] | null;
}

const found_max = 6;
const words_max = 100;

export const loader = pageLoader<CompareData>(async ({ app, url, signal }) => {
  const { api, currency } = app;
  const search = url.searchParams;
  const { slugs, tooMany } = askedFor(search.get('items'), compared_max);
  const words = (search.get('q') ?? '').trim().slice(0, words_max);
  const [looked, list] = await Promise.all([
    Promise.all(
      slugs.map((productId) =>
        unlessMissing(
          api.request('GET /products/{productId}', {
            params: { productId },
            query: { currency, locale: app.speech.locale },
            signal,
          }),
        ),
      ),
    ),
    words === ''
      ? null
      : unlessAway<{ products: Card[] }>(
          api.request('GET /search', {
            query: { q: words, currency, facets: false, size: found_max },
            signal,
          }),
          { products: [] },
        ),
  ]);
  const products = looked.filter((product) => product !== null);
  const gone = slugs.filter((_, index) => looked[index] === null);
  const differences = search.get('differences') === 'true';
  return { products, gone, tooMany, differences, words, found: list?.products ?? null };
});

export const handle: Handle<CompareData> = {
  meta: ({ app, data: { products } }) => ({
    title:
      products.length === 0
        ? app.speech.t('compare.title')
        : app.speech.t('compare.title.of', {
            names: app.speech.list(products.map(({ name }) => name)),
          }),
    canonical: '/compare',
    noindex: true,
  }),
};

export function Component() {
  const data = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const { products, gone, tooMany } = data;
  // What is compared here is what the lists mark: somebody may have come by a shared link.
  const slugs = products.map(({ slug }) => slug).join();
  useEffect(() => {
    if (products.length === 0) return;
    keepCompared(products.map(({ slug, name, imageUrl }) => ({ slug, name, imageUrl })));
  }, [slugs]); // eslint-disable-line react-hooks/exhaustive-deps -- the slugs name the products
  return (
    <div className="page grid gap-6 pt-8">
      <h1 className="text-2xl">{t('compare.title')}</h1>
      {tooMany && <Notice tone="warn">{t('compare.full', { max: compared_max })}</Notice>}
      {gone.length > 0 && <Notice tone="warn">{t('compare.gone', { count: gone.length })}</Notice>}
      {products.length === 0 ? (
        <EmptyState icon="grid" title={t('compare.empty')} text={t('compare.empty.text')}>
          <ButtonLink to="/">{t('compare.look')}</ButtonLink>
        </EmptyState>
      ) : (
        <CompareTable data={data} />
      )}
      {products.length < compared_max && <Add data={data} />}
    </div>
  );
}

/** One more, by its name. */
function Add({ data }: { data: CompareData }) {
  const { t } = useSpeech();
  const action = useHref('/compare');
  const { products, words, found, differences } = data;
  const slugs = products.map(({ slug }) => slug);
  const more: Record<string, string> = differences ? { differences: 'true' } : {};
  const fresh = found?.filter((card) => !slugs.includes(card.slug));
  return (
    <section
      aria-labelledby="add-title"
      className="grid gap-4 rounded-lg bg-surface p-6 print:hidden"
    >
      <h2 id="add-title" className="text-lg">
        {t('compare.add')}
      </h2>
      <form action={action} className="flex max-w-xl flex-wrap items-end gap-3">
        {slugs.length > 0 && <input type="hidden" name="items" value={slugs.join(',')} />}
        {differences && <input type="hidden" name="differences" value="true" />}
        <Field
          name="q"
          type="search"
          label={t('compare.add.label')}
          defaultValue={words}
          required
          maxLength={words_max}
          className="min-w-48 flex-1"
        />
        <Button type="submit">{t('compare.add.find')}</Button>
      </form>
      {fresh !== undefined && (
        <div role="status">
          {fresh.length === 0 && <p className="text-muted">{t('compare.add.none', { words })}</p>}
        </div>
      )}
      {fresh !== undefined && fresh.length > 0 && (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {fresh.map((card) => (
            <li key={card.productId} className="flex gap-3">
              <Picture
                src={card.imageUrl}
                alt=""
                sizes="4rem"
                among={{ min: 96, max: 128 }}
                className="w-16 shrink-0 self-start rounded-md"
              />
              <div className="grid content-start gap-1 text-sm">
                <Link to={compareAddress([...slugs, card.slug], more)} className="link font-medium">
                  {t('compare.add.named', { name: card.name })}
                </Link>
                <CardFacts card={card} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
