/** A department: where it stands, what is below it, and its products. */
import { useLoaderData } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
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
import { pathIn } from '../../i18n/locale.ts';
import { elsewhere, notFound, pageLoader, type Handle } from '../../page.ts';

type Category = Pick<ReplyOf<'GET /categories/{category}'>, 'name' | 'path' | 'breadcrumb'>;

export interface CategoryData {
  category: Category;
  filters: Filters;
  list: List;
}

const placeOf = (path: string): Place => ({
  path: `/c/${path}`,
  keep: [],
  sorts: browsingSorts,
  usual: 'popular',
});

export const loader = pageLoader<CategoryData>(async ({ app, params, url, signal }) => {
  const path = (params['*'] ?? '').replace(/\/+$/, '');
  if (path === '') notFound();
  const filters = parseFilters(url.searchParams, placeOf(path));
  const { api, currency } = app;
  const { locale } = app.speech;
  const [category, list] = await Promise.all([
    api.request('GET /categories/{category}', {
      params: { category: path },
      query: { locale },
      signal,
    }),
    api.request('GET /products', {
      query: { category: path, currency, locale, ...queryOf(filters) },
      signal,
    }),
  ]);
  const { name, breadcrumb } = category;
  // One address for one department, whichever of its names was asked for.
  if (category.path !== path) elsewhere(`/c/${category.path}${url.search}`, 301);
  const { products, pagination, facets, relax } = list;
  return {
    category: { name, path: category.path, breadcrumb },
    filters,
    list: { products, pagination, facets, relax },
  };
});

export const handle: Handle<CategoryData> = {
  meta: ({ app, data }) => {
    const { category, list, filters } = data;
    const { name, path, breadcrumb } = category;
    const { t, locale } = app.speech;
    const page = filters.page > 0 ? `?page=${filters.page + 1}` : '';
    const filtered =
      appliedFilters(filters).length > 0 || filters.sort !== 'popular' || filters.view !== 'grid';
    return {
      title: t('category.title', { name }),
      description: t('category.description', { name, count: list.pagination.total }),
      canonical: `/c/${path}${page}`,
      noindex: filtered,
      preloadImage: firstPicture(list),
      jsonLd: import.meta.env.SSR
        ? [breadcrumbLd(`${app.origin}${pathIn(locale, '/c/')}`, breadcrumb)]
        : [],
    };
  },
  cache: ({ list }) => ({ tags: ['categories', ...listTags(list)], ttl_s: 30 }),
};

function breadcrumbLd(base: string, line: Category['breadcrumb']): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: line.map(({ name, path }, at) => ({
      '@type': 'ListItem',
      position: at + 1,
      name,
      item: `${base}${path}`,
    })),
  };
}

export function Component() {
  const { category, list, filters } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const { name, path, breadcrumb } = category;
  const view = { list, filters, place: placeOf(path) };
  const crumbs = [
    { name: t('home'), to: '/' },
    ...breadcrumb.map((one, at) => ({
      name: one.name,
      ...(at < breadcrumb.length - 1 ? { to: `/c/${one.path}` } : {}),
    })),
  ];
  return (
    <div className="page pt-6">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <div className="mt-4 flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-2xl">{name}</h1>
        <Count view={view} />
      </div>
      <Within category={category} list={list} />
      <Listing
        view={view}
        bare={
          <EmptyState title={t('category.bare.title')} text={t('category.bare.text')}>
            <ButtonLink to="/" kind="primary" size="sm">
              {t('failed.home')}
            </ButtonLink>
          </EmptyState>
        }
      />
    </div>
  );
}

/** One level down, with counts. */
function Within({ category, list }: Pick<CategoryData, 'category' | 'list'>) {
  const { t, number } = useSpeech();
  const below = list.facets.categories.filter((one) => one.path !== category.path);
  if (below.length === 0) return null;
  return (
    <nav aria-label={t('category.within', { name: category.name })} className="mt-4">
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
