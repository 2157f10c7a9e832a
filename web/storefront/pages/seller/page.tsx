/** A seller: who they are, what holds for every order, and what they sell. */
import { useLoaderData } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { Rating } from '../../../ui/rating.tsx';
import { useSpeech } from '../../app.tsx';
import { pathIn } from '../../i18n/locale.ts';
import type { Speech } from '../../i18n/translate.ts';
import {
  appliedFilters,
  browsingSorts,
  parseFilters,
  queryOf,
  type Filters,
  type Place,
} from '../../listing/filters.ts';
import { Count, Listing } from '../../listing/listing.tsx';
import { firstPicture, listTags, type List } from '../../listing/list.ts';
import { SoonRow, soonEvents } from '../../events/soon-row.tsx';
import type { Summary } from '../../events/words.ts';
import { elsewhere, pageLoader, unlessAway, type Handle } from '../../page.ts';

type Seller = ReplyOf<'GET /sellers/{sellerId}'>;

/** Over all products of the seller, whatever is filtered. */
interface Facts {
  all: number;
  inStock: number;
  /** Rated 4 or better, of how many that are rated at all. */
  good: number;
  rated: number;
}

interface SellerData {
  seller: Seller;
  facts: Facts;
  /** Median time of first answers; null where too few are known. */
  answers_s: number | null;
  /** The next of them, and whether there are more. */
  shows: { events: Summary[]; more: boolean };
  filters: Filters;
  list: List;
}

const placeOf = (slug: string): Place => ({
  path: `/s/${slug}`,
  keep: [],
  sorts: browsingSorts,
  usual: 'popular',
  oneSeller: true,
});

export const loader = pageLoader<SellerData>(async ({ app, params, url, signal }) => {
  const { api, currency } = app;
  const asked = params['seller'] ?? '';
  const seller = await api.request('GET /sellers/{sellerId}', {
    params: { sellerId: asked },
    signal,
  });
  if (seller.slug !== asked) elsewhere(`/s/${seller.slug}${url.search}`, 301);
  const filters = { ...parseFilters(url.searchParams, placeOf(seller.slug)), sellers: [] };
  const filtered = appliedFilters(filters).length > 0;
  const ask = (more: object) =>
    api.request('GET /products', {
      query: { ...more, seller: [seller.slug], currency, locale: app.speech.locale },
      signal,
    });
  const whose = { sellerId: seller.sellerId };
  const [reply, whole, response, shows] = await Promise.all([
    ask(queryOf(filters)),
    filtered ? ask({ size: 1 }) : null,
    unlessAway(api.request('GET /sellers/{sellerId}/response', { params: whose, signal }), null),
    soonEvents(app, { signal, ...whose }),
  ]);
  const { products, pagination, facets, relax } = reply;
  return {
    seller,
    facts: factsOf((whole ?? reply).facets),
    answers_s: response?.median_s ?? null,
    shows,
    filters,
    list: { products, pagination, facets, relax },
  };
});

function factsOf({ availability, ratings }: List['facets']): Facts {
  const count = (min: number) => ratings.find((one) => one.min === min)?.count ?? 0;
  const { all, inStock } = availability;
  return { all, inStock, good: count(4), rated: count(1) };
}

export const handle: Handle<SellerData> = {
  meta: ({ app, data: { seller, list, filters, facts } }) => {
    const { t, locale } = app.speech;
    const page = filters.page > 0 ? `?page=${filters.page + 1}` : '';
    const { name, slug } = seller;
    const filtered =
      appliedFilters(filters).length > 0 || filters.sort !== 'popular' || filters.view !== 'grid';
    return {
      title: name,
      description: t('seller.description', { name, count: facts.all }),
      canonical: `/s/${slug}${page}`,
      noindex: filtered || facts.all === 0 || !seller.selling,
      preloadImage: firstPicture(list),
      jsonLd: import.meta.env.SSR
        ? [sellerLd(`${app.origin}${pathIn(locale, `/s/${slug}`)}`, seller)]
        : [],
    };
  },
  cache: ({ list, seller }) => ({
    tags: ['categories', `seller:${seller.sellerId}`, ...listTags(list)],
    ttl_s: 30,
  }),
};

function sellerLd(url: string, { name, description }: Seller): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    name,
    ...(description === '' ? {} : { description }),
    url,
  };
}

export function Component() {
  const { seller, facts, answers_s, shows, filters, list } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const view = { list, filters, place: placeOf(seller.slug) };
  const crumbs = [{ name: t('home'), to: '/' }, { name: seller.name }];
  return (
    <div className="page pt-6">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <Profile {...{ seller, facts, answers_s }} />
      {!seller.selling && (
        <div className="mt-8">
          <Notice tone="warn" title={t('seller.paused.title', { name: seller.name })}>
            {t('seller.paused.text')}
          </Notice>
        </div>
      )}
      {shows.events.length > 0 && (
        <div className="mt-10">
          <SoonRow
            title={t('seller.events', { name: seller.name })}
            events={shows.events}
            all={shows.more ? `/events?organiser=${seller.sellerId}` : null}
          />
        </div>
      )}
      <Listing
        view={view}
        bare={
          <EmptyState title={t('seller.empty.title')} text={t('seller.empty.text')}>
            <ButtonLink to="/" kind="primary" size="sm">
              {t('failed.home')}
            </ButtonLink>
          </EmptyState>
        }
        head={
          <div className="flex flex-wrap items-baseline gap-x-4">
            <h2 className="text-2xl">{t('seller.products')}</h2>
            <Count view={view} />
          </div>
        }
      />
    </div>
  );
}

const hour_s = 3_600;

/** Rounded up, so that nobody waits longer than is said. */
function answersText(t: Speech['t'], median_s: number): string {
  const hours = median_s < hour_s ? 0 : Math.ceil(median_s / hour_s);
  if (hours < 48) return t('seller.answers', { hours });
  return t('seller.answers.days', { days: Math.ceil(hours / 24) });
}

function Profile({ seller, facts, answers_s }: Pick<SellerData, 'seller' | 'facts' | 'answers_s'>) {
  const { t, number } = useSpeech();
  const { name, description } = seller;
  const { inStock, good, rated } = facts;
  const rating = Math.round(seller.rating * 10) / 10;
  return (
    <header className="mt-6 grid gap-x-16 gap-y-8 lg:grid-cols-[1.4fr_1fr]">
      <div className="grid content-start gap-4">
        <div className="flex items-center gap-5">
          <span
            aria-hidden="true"
            className="grid size-16 shrink-0 place-items-center rounded-full bg-accent-soft text-2xl font-semibold text-accent sm:size-20"
          >
            {name.slice(0, 1).toUpperCase()}
          </span>
          <div className="grid gap-1">
            <p className="text-sm text-muted">{t('seller.kind')}</p>
            <h1 className="text-2xl">{name}</h1>
            {seller.reviewCount > 0 && (
              <Rating
                value={number(rating, { minimumFractionDigits: 1 })}
                count={number(seller.reviewCount)}
                label={t('rating.label', { value: rating, count: seller.reviewCount })}
              />
            )}
          </div>
        </div>
        {description !== '' && (
          <p className="max-w-prose">
            <bdi>{description}</bdi>
          </p>
        )}
        <ul suppressHydrationWarning className="figures grid gap-1.5 text-sm">
          <Fact icon="box" text={t('seller.stock', { count: inStock })} />
          {answers_s !== null && <Fact icon="clock" text={answersText(t, answers_s)} />}
          {rated > 0 && (
            <Fact
              icon="star"
              text={t('seller.rated', { good: number(good), all: number(rated) })}
            />
          )}
        </ul>
      </div>
      <section className="grid content-start gap-3 rounded-lg bg-surface p-6 text-sm">
        <h2 className="text-base">{t('seller.policies')}</h2>
        <ul className="grid gap-2.5">
          <Policy icon="truck" to="/delivery" text={t('seller.delivery')} />
          <Policy icon="back" to="/returns-policy" text={t('seller.returns')} />
          <Policy icon="shield" to="/terms" text={t('seller.money')} />
        </ul>
      </section>
    </header>
  );
}

function Fact({ icon, text }: { icon: IconName; text: string }) {
  return (
    <li className="flex items-center gap-2">
      <Icon name={icon} className="size-4 text-muted" />
      {text}
    </li>
  );
}

function Policy({ icon, to, text }: { icon: IconName; to: string; text: string }) {
  return (
    <li className="flex items-start gap-2.5">
      <Icon name={icon} className="mt-0.5 size-5 text-accent" />
      <Link to={to} className="link target">
        {text}
      </Link>
    </li>
  );
}
