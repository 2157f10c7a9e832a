/**
 * The way in: one sentence, things people like, every department. No carousel and no countdown;
 * what moves here is moved by the visitor.
 */
import { clsx } from 'clsx';
import { useLoaderData } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Rating } from '../../../ui/rating.tsx';
import { useSpeech } from '../../app.tsx';
import { SoonRow, soonEvents } from '../../events/soon-row.tsx';
import type { Summary } from '../../events/words.ts';
import { pageLoader, unlessAway, type Handle } from '../../page.ts';
import type { Card } from '../../shell/product-card.tsx';
import { BuyAgain } from './buy-again.tsx';
import { SaleStrip, type Sale } from './sale-strip.tsx';
import { FlashStrip, openFlashSales, type FlashSale } from './flash-strip.tsx';
import { spotlightOf, type Spotlight } from './spotlight.ts';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { shopName } from '../../shell/title.ts';
import { Later } from '../../shell/later.tsx';
import { recent } from '../../shell/rows.ts';

interface Department {
  name: string;
  path: string;
  count: number;
  cards: Card[];
}

interface HomeData {
  popular: Card[];
  arrivals: Card[];
  departments: Department[];
  spotlight: Spotlight | null;
  sales: Sale[];
  flash: FlashSale[];
  events: Summary[];
}

const rows_max = 3;
const none = { products: [] as Card[] };

export const loader = pageLoader<HomeData>(async ({ app, signal }) => {
  const { api, currency } = app;
  const list = (query: object) =>
    unlessAway<{ products: Card[] }>(
      api.request('GET /products', { query: { currency, facets: false, ...query }, signal }),
      none,
    );
  const [flash, { events }, { data: sales }, popular, arrivals, tree] = await Promise.all([
    openFlashSales(app, signal),
    soonEvents(app, { signal }),
    unlessAway<{ data: Sale[] }>(api.request('GET /offers', { query: { currency }, signal }), {
      data: [],
    }),
    list({ sort: 'popular', inStock: true, size: 12 }),
    list({ sort: 'newest', inStock: true, size: 8 }),
    unlessAway(
      api.request('GET /categories', { query: { currency, locale: app.speech.locale }, signal }),
      {
        categories: [],
      },
    ),
  ]);
  const filled = tree.categories.filter((category) => category.productCount > 0);
  const spotlit = spotlightOf(app, { cards: popular.products, signal });
  const departments = await Promise.all(
    filled.slice(0, 12).map(async ({ name, path, productCount }, at) => {
      const size = at < rows_max ? 4 : 1;
      const { products } = await list({ category: path, sort: 'popular', inStock: true, size });
      return { name, path, count: productCount, cards: products };
    }),
  );
  const spotlight = await spotlit;
  const lists = { popular: popular.products, arrivals: arrivals.products };
  return { ...lists, departments, spotlight, sales, flash, events };
});

export const handle: Handle<HomeData> = {
  meta: ({ app, data }) => ({
    title: app.speech.t('home.title'),
    description: app.speech.t('home.description'),
    preloadImage: leadOf(data),
    jsonLd: [
      {
        '@context': 'https://schema.org',
        '@type': 'WebSite',
        name: shopName,
        url: app.origin,
        potentialAction: {
          '@type': 'SearchAction',
          target: `${app.origin}/search?q={search_term_string}`,
          'query-input': 'required name=search_term_string',
        },
      },
    ],
  }),
  cache: (data) => {
    const rows = data.departments.flatMap((one) => one.cards);
    const { seller, cards: shown } = data.spotlight ?? { seller: null, cards: [] };
    const cards = [...data.popular, ...data.arrivals, ...rows, ...shown];
    const tags = cards.flatMap((card) => [`listed:${card.productId}`, `variant:${card.variantId}`]);
    const own = seller === null ? [] : [`seller:${seller.sellerId}`];
    return {
      tags: [...new Set([...tags, ...own, 'categories', 'sales'])],
      // Not longer than the sale that ends next.
      ttl_s: Math.min(data.popular.length > 0 ? 30 : 1, ...data.sales.map((one) => one.endsIn_s)),
    };
  },
};

const forYou = { load: () => import('./for-you.tsx'), area: 'recommended' } as const;
const leadSizes = '(min-width: 64rem) 32rem, 92vw';

function leadOf({ popular }: HomeData) {
  const src = popular[0]?.imageUrl;
  return src === undefined || src === null ? undefined : { src, sizes: leadSizes };
}

export function Component() {
  const { t } = useSpeech();
  const { popular, arrivals, departments, spotlight, sales, flash, events } =
    useLoaderData<typeof loader>();
  return (
    <>
      <FlashStrip sales={flash} />
      <SaleStrip sales={sales} />
      <Lead cards={popular.slice(0, 5)} />
      <Departments departments={departments} />
      <Row title={t('home.popular')} to={null} cards={popular.slice(5, 9)} />
      <Promises />
      {departments.slice(0, rows_max).map(({ name, path, cards }) => (
        <Row
          key={path}
          title={t('home.best', { department: name })}
          to={`/c/${path}?sort=popular`}
          cards={cards}
        />
      ))}
      {events.length > 0 && (
        <div className="page py-10">
          <SoonRow title={t('home.events')} events={events} all="/events" />
        </div>
      )}
      {spotlight !== null && <Seller spotlight={spotlight} />}
      <div id="new">
        <Row title={t('home.new')} to={null} cards={arrivals} />
      </div>
      <BuyAgain />
      <Later {...forYou} given={{}} />
      <Later {...recent} given={{}} />
    </>
  );
}

/** One sentence, and things. */
function Lead({ cards }: { cards: Card[] }) {
  const { t } = useSpeech();
  const [first, ...rest] = cards;
  return (
    <section className="page grid items-center gap-8 pt-8 pb-6 lg:grid-cols-[1fr_1.35fr] lg:gap-16 lg:pt-14">
      <div className="grid justify-items-start gap-5">
        <h1 className="text-3xl tracking-[-0.03em]">{t('home.headline')}</h1>
        <p className="max-w-md text-lg text-muted">{t('home.lead')}</p>
        <ButtonLink to="#new" kind="primary" size="lg" className="mt-1">
          {t('home.start')}
        </ButtonLink>
      </div>
      <div className="grid grid-cols-4 grid-rows-2 gap-3 sm:gap-4">
        {first !== undefined && <LeadPicture card={first} large />}
        {rest.slice(0, 4).map((card) => (
          <LeadPicture key={card.productId} card={card} />
        ))}
      </div>
    </section>
  );
}

function LeadPicture({ card, large = false }: { card: Card; large?: boolean }) {
  const { money } = useSpeech();
  return (
    <Link
      to={`/p/${card.slug}`}
      className={clsx(
        'group relative overflow-hidden rounded-lg',
        large && 'col-span-2 row-span-2',
      )}
    >
      <Picture
        src={card.imageUrl}
        alt={card.name}
        sizes={large ? leadSizes : '(min-width: 64rem) 12rem, 22vw'}
        priority={large}
        className="size-full transition-transform duration-500 ease-calm group-hover:scale-[1.03]"
      />
      {large && (
        <span
          suppressHydrationWarning
          className="figures absolute start-3 bottom-3 rounded-full bg-canvas px-3 py-1 text-sm font-semibold"
        >
          {money(card.salePrice ?? card.price, card.currency)}
        </span>
      )}
    </Link>
  );
}

function Departments({ departments }: { departments: Department[] }) {
  const { t, number } = useSpeech();
  if (departments.length === 0) return null;
  return (
    <section aria-label={t('home.departments')} className="page py-10">
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5 lg:gap-4">
        {departments.map(({ name, path, count, cards }) => (
          <li key={path}>
            <Link
              to={`/c/${path}`}
              className="flex min-h-20 items-center gap-3 rounded-lg bg-surface p-2.5 hover:bg-accent-soft"
            >
              <Picture
                src={cards[0]?.imageUrl ?? null}
                alt=""
                sizes="4rem"
                among={{ min: 96, max: 192 }}
                className="size-14 shrink-0 rounded-md sm:size-16"
              />
              <span className="grid min-w-0">
                <span className="text-sm leading-tight font-semibold wrap-anywhere hyphens-auto">
                  {name}
                </span>
                <span suppressHydrationWarning className="figures text-xs text-muted">
                  {number(count)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ title, to, cards }: { title: string; to: string | null; cards: Card[] }) {
  const { t } = useSpeech();
  if (cards.length === 0) return null;
  return (
    <section className="page py-10">
      <div className="mb-6 flex items-baseline justify-between gap-4">
        <h2 className="text-2xl">{title}</h2>
        {to !== null && (
          <Link to={to} aria-label={`${t('home.all')}: ${title}`} className="link target shrink-0">
            {t('home.all')}
          </Link>
        )}
      </div>
      <ProductGrid cards={cards} label={title} />
    </section>
  );
}

/** One seller, and why this one. */
function Seller({ spotlight: { seller, cards } }: { spotlight: Spotlight }) {
  const { t, number } = useSpeech();
  const { name, slug, description, rating, reviewCount } = seller;
  const title = t('home.seller', { seller: name });
  const value = Math.round(rating * 10) / 10;
  return (
    <section className="page py-10">
      <div className="mb-6 grid justify-items-start gap-2">
        <h2 className="text-2xl">{title}</h2>
        {reviewCount > 0 && (
          <Rating
            value={number(value, { minimumFractionDigits: 1 })}
            count={number(reviewCount)}
            label={t('rating.label', { value, count: reviewCount })}
          />
        )}
        {description !== '' && (
          <p className="line-clamp-2 max-w-prose">
            <bdi>{description}</bdi>
          </p>
        )}
        <p className="text-sm text-muted">{t('home.seller.why')}</p>
        <Link to={`/s/${slug}`} className="link target">
          {t('home.seller.go', { seller: name })}
        </Link>
      </div>
      <ProductGrid cards={cards} label={title} />
    </section>
  );
}

function Promises() {
  const { t } = useSpeech();
  const promises: { icon: IconName; title: string; text: string }[] = [
    { icon: 'check', title: t('home.promise.stock'), text: t('home.promise.stock.text') },
    { icon: 'shield', title: t('home.promise.price'), text: t('home.promise.price.text') },
    { icon: 'clock', title: t('home.promise.hold'), text: t('home.promise.hold.text') },
  ];
  return (
    <section className="my-10 bg-surface">
      <ul className="page grid gap-8 py-12 md:grid-cols-3">
        {promises.map(({ icon, title, text }) => (
          <li key={title} className="flex gap-4">
            <Icon name={icon} className="mt-1 size-7 text-accent" />
            <div className="grid content-start gap-1">
              <h2 className="text-lg">{title}</h2>
              <p className="max-w-xs text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
