/**
 * A product. The variant stands in the address; price, stock and pictures are its own. What is
 * said here is what search engines are told and what the API says.
 */
import { useEffect, type ReactNode } from 'react';
import { useLoaderData, useSearchParams } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import type { ReplyOf } from '../../../client/request.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Price } from '../../../ui/price.tsx';
import { Rating } from '../../../ui/rating.tsx';
import { StockLine } from '../../../ui/stock-line.tsx';
import { useSpeech } from '../../app.tsx';
import { elsewhere, pageLoader, unlessAway, type Handle, type PageArgs } from '../../page.ts';
import { Later } from '../../shell/later.tsx';
import type { Card } from '../../shell/product-card.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { recent } from '../../shell/rows.ts';
import { rememberViewed } from '../../state/recent.ts';
import { Assurances, Beside } from './beside.tsx';
import { BuyBox } from './buy-box.tsx';
import { chosenVariant, factsOf, realOptions, stockOf } from './choose.ts';
import { Gone } from './gone.tsx';
import { Gallery, gallerySizes } from './gallery.tsx';
import { unitPriceOf } from './unit-price.ts';
import { productLd } from './json-ld.ts';
import { Said, wordsOn, type Words } from './said.tsx';
import { useOwnPrice } from './use-own-price.tsx';
import { VariantPicker } from './variant-picker.tsx';

export type Product = ReplyOf<'GET /products/{productId}'>;
export type ProductVariant = Product['variants'][number];

interface Shelved {
  product: Product;
  more: Card[];
  words: Words;
}

/** What is not sold any more, or not now. */
type Missed = { why: 'gone' | 'paused'; near: Card[] };

export type ProductData = Shelved | Missed;

const reasons: Readonly<Record<string, Missed['why']>> = {
  'product-withdrawn': 'gone',
  'product-paused': 'paused',
};

/** Why it is not sold, with what comes near; throws what is no answer to that. */
async function missedBy(error: unknown, { app, signal }: PageArgs): Promise<Missed> {
  const problem = problemIn(error);
  const why = reasons[problem?.code ?? ''];
  if (why === undefined) throw error;
  const category = problem?.body['category'];
  const { api, currency } = app;
  const where = typeof category === 'string' ? { category } : {};
  const query = {
    ...where,
    sort: 'popular',
    inStock: true,
    facets: false,
    currency,
    size: 8,
  } as const;
  const none = { products: [] as Card[] };
  const list = await unlessAway<{ products: Card[] }>(
    api.request('GET /products', { query, signal }),
    none,
  );
  return { why, near: list.products };
}

export const loader = pageLoader<ProductData>(async (args) => {
  const { app, params, url, signal } = args;
  const { api, currency } = app;
  const productId = params['slug'] ?? '';
  const request = { params: { productId }, query: { currency, locale: app.speech.locale }, signal };
  const found = await api
    .request('GET /products/{productId}', request)
    .catch((error: unknown) => missedBy(error, args));
  if ('why' in found) return found;
  const product = found;
  if (product.slug !== productId) {
    // One address for one product, whichever of its names was asked for.
    elsewhere(`/p/${product.slug}${url.search}`, 301);
  }
  const { category } = product;
  const none = { products: [] as Card[] };
  const like = { category: category?.path ?? '', sort: 'popular', inStock: true } as const;
  const query = { ...like, facets: false, currency, size: 5 };
  const [list, words] = await Promise.all([
    category === null
      ? none
      : unlessAway<{ products: Card[] }>(api.request('GET /products', { query, signal }), none),
    wordsOn(product.productId, args),
  ]);
  const more = list.products.filter((card) => card.productId !== product.productId).slice(0, 4);
  return { product, more, words };
});

export const handle: Handle<ProductData> = {
  meta: ({ app, data }) => {
    const { t } = app.speech;
    if ('why' in data) return { title: t(`product.${data.why}.title`), noindex: true };
    const { product } = data;
    const src = product.imageUrl;
    const said = product.description.replace(/\s+/g, ' ').trim().slice(0, 155);
    return {
      title: product.name,
      description:
        said === ''
          ? t('product.description', { name: product.name, brand: product.brand ?? '' })
          : said,
      canonical: `/p/${product.slug}`,
      ...(src === null ? {} : { image: src, preloadImage: { src, sizes: gallerySizes } }),
      // Only the first document is read by machines.
      jsonLd: import.meta.env.SSR ? productLd(app, product) : [],
    };
  },
  // Gone for good, and told so; what is paused may come back.
  status: (data) => ('why' in data ? (data.why === 'gone' ? 410 : 404) : 200),
  cache: (data) =>
    'why' in data
      ? { tags: ['categories'], ttl_s: 0 }
      : {
          tags: [
            'categories',
            `product:${data.product.productId}`,
            `seller:${data.product.seller.sellerId}`,
            ...data.product.variants.map(({ variantId }) => `variant:${variantId}`),
            ...data.more.flatMap((card) => [
              `listed:${card.productId}`,
              `variant:${card.variantId}`,
            ]),
          ],
          ttl_s: 60,
        },
};

const offers = { load: () => import('./offers.tsx'), area: 'buying' } as const;
const liked = { load: () => import('./liked.tsx'), area: 'recommended' } as const;
const wishes = { load: () => import('../../wishes/beside.tsx'), area: 'wish' } as const;
const past = { load: () => import('./price-past.tsx'), area: 'buying' } as const;

export function Component() {
  const data = useLoaderData<typeof loader>();
  return 'why' in data ? <Gone {...data} /> : <Whole {...data} />;
}

function Whole({ product, more, words }: Shelved) {
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const options = realOptions(product.options);
  const fallback = product.defaultVariantId;
  const variant = chosenVariant(product.variants, options, { search, fallback });
  const { priced, said } = useOwnPrice(variant);
  const shown = { product, variant: priced };
  useEffect(() => {
    rememberViewed(product.productId);
    // What is looked at counts a little; nobody is told who it was.
    navigator.sendBeacon(`/api/v1/products/${product.productId}/viewed`);
  }, [product.productId]);
  const crumbs = [
    { name: t('home'), to: '/' },
    ...product.breadcrumb.map(({ name, path }) => ({ name, to: `/c/${path}` })),
    { name: product.name },
  ];
  return (
    <>
      <article className="page pt-6">
        <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
        <div className="mt-5 grid gap-x-16 gap-y-8 lg:grid-cols-[1.15fr_1fr]">
          <Gallery {...shown} key={product.productId} />
          <div className="grid content-start gap-6">
            <Head {...shown} said={said} />
            <VariantPicker {...shown} />
            <BuyBox {...shown} />
            <Later
              {...wishes}
              given={shown}
              className={variant?.inStock === false ? 'needs-js min-h-27' : 'needs-js min-h-11'}
            />
            <Beside product={product} />
            <Assurances {...shown} />
            {variant !== null && <Later {...past} given={{ variant }} className="grid gap-4" />}
          </div>
        </div>
        {variant !== null && <Later {...offers} given={{ variant }} />}
        <About {...shown} />
      </article>
      <Later
        {...liked}
        key={`liked ${product.productId}`}
        given={{ product, variant, others: more.map((card) => card.productId) }}
      />
      <Said key={product.productId} productId={product.productId} words={words} />
      {more.length > 0 && product.category !== null && (
        <section className="page pt-16">
          <h2 className="mb-6 text-2xl">
            {t('product.more', { category: product.category.name })}
          </h2>
          <ProductGrid
            cards={more}
            label={t('product.more', { category: product.category.name })}
          />
        </section>
      )}
      <Later {...recent} given={{ without: product.productId }} />
    </>
  );
}

export interface Shown {
  product: Product;
  variant: ProductVariant | null;
}

function Head({ product, variant, said }: Shown & { said: ReactNode }) {
  const { t, money, number } = useSpeech();
  const { rating, reviewCount } = product;
  const price = variant === null ? product.price : variant.price;
  const sale = variant === null ? product.salePrice : variant.salePrice;
  const stock = variant === null ? 'out' : stockOf(variant);
  const words = {
    in: t('stock.in'),
    few: t('stock.few', { count: variant?.available ?? 0 }),
    out: t('stock.out'),
  };
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{product.brand}</p>
      <h1 className="text-2xl">{product.name}</h1>
      {reviewCount > 0 && (
        <p>
          <a href="#reviews" className="target inline-block hover:underline">
            <Rating
              value={number(rating, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}
              count={number(reviewCount)}
              label={t('rating.label', { value: Math.round(rating * 10) / 10, count: reviewCount })}
            />
          </a>
        </p>
      )}
      {product.highlights.length > 0 && (
        <ul
          lang={product.highlightsLocale ?? undefined}
          aria-label={t('product.highlights')}
          className="grid list-disc gap-1 ps-5 marker:text-accent"
        >
          {product.highlights.map((fact) => (
            <li key={fact}>
              <bdi>{fact}</bdi>
            </li>
          ))}
        </ul>
      )}
      {price !== null && (
        <div className="flex flex-wrap items-baseline gap-x-3">
          <Price
            size="lg"
            now={money(sale ?? price, product.currency)}
            was={sale === null ? undefined : money(price, product.currency)}
            labels={{ now: t('price.now'), was: t('price.was') }}
          />
          {said}
        </div>
      )}
      <Beneath product={product} variant={variant} />
      <p className="text-sm text-muted">{t('product.tax')}</p>
      <StockLine state={stock} text={words[stock]} how={t('stock.how')} />
    </div>
  );
}

/** What the law wants beside a price: the lowest before a reduction, and the price for a unit. */
function Beneath({ product, variant }: Shown) {
  const { t, money, number } = useSpeech();
  const { currency } = product;
  const lowest = variant?.lowest30 ?? null;
  const content = variant?.attributes['content'] ?? product.attributes['content'];
  const unit = unitPriceOf(variant?.salePrice ?? variant?.price ?? 0, content);
  if (lowest === null && unit === null) return null;
  return (
    <p suppressHydrationWarning className="text-sm text-muted">
      {unit !== null &&
        t('product.unit', {
          price: money(unit.price, currency),
          unit: number(unit.amount, { style: 'unit', unit: unit.unit }),
        })}
      {unit !== null && lowest !== null && ' · '}
      {lowest !== null && t('product.lowest', { price: money(lowest, currency) })}
    </p>
  );
}

function About({ product, variant }: Shown) {
  const { t, number } = useSpeech();
  const weight = variant === null ? null : variant.weight_g / 1000;
  const facts = [
    ...factsOf(product, variant),
    ...(product.brand === null ? [] : [[t('product.brand'), product.brand] as const]),
    ...(weight === null || weight === 0
      ? []
      : [[t('product.weight'), number(weight, { style: 'unit', unit: 'kilogram' })] as const]),
    ...(variant === null ? [] : [[t('product.sku'), variant.sku] as const]),
  ];
  return (
    <div className="mt-16 grid gap-x-16 gap-y-10 border-t border-line pt-12 lg:grid-cols-[1.15fr_1fr]">
      <section className="grid content-start gap-4">
        <h2 className="text-xl">{t('product.about')}</h2>
        <p className="max-w-prose whitespace-pre-line">
          <bdi>{product.description}</bdi>
        </p>
      </section>
      <section className="grid content-start gap-4">
        <h2 className="text-xl">{t('product.specs')}</h2>
        <dl className="grid text-sm">
          {facts.map(([name, value]) => (
            <div
              key={name}
              className="grid grid-cols-[10rem_1fr] gap-4 border-b border-line py-2.5"
            >
              <dt className="text-muted first-letter:uppercase">{name}</dt>
              <dd suppressHydrationWarning>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
