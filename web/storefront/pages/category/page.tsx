/**
 * A department. Everything that is chosen stands in the address, so a list can be shared, gone
 * back to and opened in a new tab, and it works as a plain form.
 */
import { Link, useHref, useLoaderData, useSubmit } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { useSpeech } from '../../app.tsx';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { AppliedChips, filterName } from './chips.tsx';
import { FacetForm } from './facet-form.tsx';
import {
  appliedFilters,
  pageSize,
  parseFilters,
  queryOf,
  searchOf,
  sorts,
  withoutFilters,
  type Filters,
} from './filters.ts';
import { lineOf, type Crumbs } from './tree.ts';

export type List = ReplyOf<'GET /products'>;

export interface CategoryData {
  path: string;
  line: Crumbs;
  filters: Filters;
  list: List;
  /** When nothing was found: what taking one filter away would bring. */
  instead: { key: string; total: number }[];
}

export const loader = pageLoader<CategoryData>(async ({ app, params, url, signal }) => {
  const path = (params['*'] ?? '').replace(/\/+$/, '');
  const filters = parseFilters(url.searchParams);
  const { api, currency } = app;
  const ask = (wanted: Filters, more: object = {}) =>
    api.request('GET /products', {
      query: { category: path, currency, ...queryOf(wanted), ...more },
      signal,
    });
  if (path === '') notFound();
  const [list, tree] = await Promise.all([
    ask(filters),
    api.request('GET /categories', { query: { currency }, signal }),
  ]);
  const line = lineOf(tree.categories, path);
  if (line.length === 0) notFound();
  const applied = list.pagination.total === 0 ? appliedFilters(filters).slice(0, 6) : [];
  const instead = await Promise.all(
    applied.map(async ({ key, rest }) => {
      const { pagination } = await ask(rest, { size: 1 });
      return { key, total: pagination.total };
    }),
  );
  return { path, line, filters, list, instead };
});

export const handle: Handle<CategoryData> = {
  meta: ({ app, data }) => {
    const { line, list, filters, path } = data;
    const name = line.at(-1)?.name ?? '';
    const { t } = app.speech;
    const page = filters.page > 0 ? `?page=${filters.page + 1}` : '';
    const filtered = appliedFilters(filters).length > 0 || filters.sort !== 'popular';
    const src = list.products[0]?.imageUrl;
    return {
      title: t('category.title', { name }),
      description: t('category.description', { name, count: list.pagination.total }),
      canonical: `/c/${path}${page}`,
      noindex: filtered,
      preloadImage: src === undefined || src === null ? undefined : { src, sizes: firstSizes },
      jsonLd: [breadcrumbLd(app.origin, line)],
    };
  },
  cache: ({ list }) => ({
    tags: [
      'categories',
      ...list.products.flatMap((card) => [`listed:${card.productId}`, `variant:${card.variantId}`]),
    ],
    ttl_s: 30,
  }),
};

const firstSizes = '(min-width: 80rem) 17rem, (min-width: 48rem) 30vw, 46vw';

export function breadcrumbLd(origin: string, line: Crumbs): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: line.map(({ name, path }, at) => ({
      '@type': 'ListItem',
      position: at + 1,
      name,
      item: `${origin}/c/${path}`,
    })),
  };
}

export function Component() {
  const data = useLoaderData<typeof loader>();
  const { t, number } = useSpeech();
  const { line, list, filters, path } = data;
  const { total, totalIsExact } = list.pagination;
  const name = line.at(-1)?.name ?? '';
  const base = `/c/${path}`;
  const crumbs = [
    { name: t('home'), to: '/' },
    ...line.map((one, at) => ({
      name: one.name,
      ...(at < line.length - 1 ? { to: `/c/${one.path}` } : {}),
    })),
  ];
  return (
    <div className="page pt-6">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <div className="mt-4 flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-2xl">{name}</h1>
        <p suppressHydrationWarning className="figures text-muted" role="status">
          {totalIsExact
            ? t('category.count', { count: total })
            : t('category.about', { count: number(total) })}
        </p>
      </div>
      <Within data={data} />
      <div className="mt-6 grid gap-x-12 gap-y-6 lg:grid-cols-[15rem_1fr]">
        <FacetForm data={data} base={base} />
        <div>
          <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
            <AppliedChips filters={filters} list={list} base={base} />
            <SortForm filters={filters} base={base} />
          </div>
          {list.products.length === 0 ? (
            <Nothing data={data} base={base} />
          ) : (
            <ProductGrid
              cards={list.products}
              label={t('category.results')}
              narrow
              priority={3}
              heading="h2"
              buy
            />
          )}
          <Pages data={data} base={base} />
        </div>
      </div>
    </div>
  );
}

/** One level down, with counts. */
function Within({ data }: { data: CategoryData }) {
  const { t, number } = useSpeech();
  const { categories } = data.list.facets;
  const below = categories.filter((one) => one.path !== data.path);
  if (below.length === 0) return null;
  return (
    <nav aria-label={t('category.within', { name: data.line.at(-1)?.name ?? '' })} className="mt-4">
      <ul className="rail gap-2">
        {below.map(({ name, path, count }) => (
          <li key={path}>
            <Link
              to={`/c/${path}`}
              data-edge
              className="inline-flex min-h-10 items-center gap-2 rounded-full bg-surface px-4 text-sm whitespace-nowrap hover:bg-accent-soft"
            >
              {name}
              <span suppressHydrationWarning className="figures text-muted">
                {number(count)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SortForm({ filters, base }: { filters: Filters; base: string }) {
  const { t } = useSpeech();
  const submit = useSubmit();
  const action = useHref(base);
  const hidden = new URLSearchParams(searchOf({ ...filters, sort: 'popular', page: 0 }));
  return (
    <form
      action={action}
      className="ms-auto flex items-center gap-2 text-sm"
      onChange={(event) => void submit(event.currentTarget, { preventScrollReset: true })}
    >
      {[...hidden].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="sort" className="text-muted">
        {t('category.sort')}
      </label>
      <select
        id="sort"
        name="sort"
        defaultValue={filters.sort}
        key={filters.sort}
        className="min-h-10 rounded-md bg-canvas pe-1 font-medium"
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(`category.sort.${sort}`)}
          </option>
        ))}
      </select>
      <button className="without-js underline">{t('category.apply')}</button>
    </form>
  );
}

function Nothing({ data, base }: { data: CategoryData; base: string }) {
  const { t } = useSpeech();
  const speech = useSpeech();
  const { filters, list } = data;
  const applied = appliedFilters(filters);
  const offers = data.instead
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.total - b.total)
    .flatMap(({ key, total }) => {
      const filter = applied.find((one) => one.key === key);
      return filter === undefined ? [] : [{ filter, total }];
    });
  const bare = applied.length === 0;
  return (
    <EmptyState
      icon="search"
      title={t(bare ? 'category.bare.title' : 'category.empty.title')}
      {...(bare || offers.length > 0
        ? { text: t(bare ? 'category.bare.text' : 'category.empty.text') }
        : {})}
    >
      {offers.map(({ filter, total }) => (
        <ButtonLink key={filter.key} to={`${base}${searchOf(filter.rest)}`} size="sm">
          {t('category.empty.drop', { filter: filterName(speech, filter, list), count: total })}
        </ButtonLink>
      ))}
      {!bare && (
        <ButtonLink to={`${base}${searchOf(withoutFilters(filters))}`} kind="primary" size="sm">
          <Icon name="close" className="size-4" />
          {t('category.clear')}
        </ButtonLink>
      )}
    </EmptyState>
  );
}

function Pages({ data, base }: { data: CategoryData; base: string }) {
  const { t } = useSpeech();
  const { filters, list } = data;
  const pages = Math.min(400, Math.ceil(list.pagination.total / pageSize));
  return (
    <Pagination
      page={filters.page}
      pages={pages}
      hrefOf={(page) => `${base}${searchOf({ ...filters, page })}`}
      labels={{
        nav: t('pages'),
        previous: t('page.previous'),
        next: t('page.next'),
        page: (nth) => t('page.nth', { nth }),
      }}
    />
  );
}
