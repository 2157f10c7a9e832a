/**
 * A list of products with its filters, order, look and pages. Everything that is chosen stands in
 * the address, so a list can be shared, gone back to and opened in a new tab, and it works as
 * plain forms and links.
 */
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useHref, useNavigation, useSubmit } from 'react-router';
import { Link } from '../../ui/link.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { useApp, useSpeech, type App } from '../app.tsx';
import { useCompared } from '../shell/compare-mark.tsx';
import type { Card } from '../shell/product-card.tsx';
import { ProductGrid } from '../shell/product-grid.tsx';
import { AppliedChips, priceName } from './chips.tsx';
import { FacetForm } from './facet-form.tsx';
import {
  addressOf,
  appliedFilters,
  entriesOf,
  pages_max,
  pageSize,
  relaxed,
  withoutFilters,
} from './filters.ts';
import type { ListView } from './list.ts';

// There only for who compares, so it is loaded when they do.
const CompareTray = lazy(() => import('../shell/compare-tray.tsx'));

function Compared() {
  const list = useCompared();
  if (list.length === 0) return null;
  return (
    <Suspense>
      <CompareTray list={list} />
    </Suspense>
  );
}

export interface ListingProps {
  view: ListView;
  /** Instead of the list when there is nothing although nothing was filtered. */
  bare: ReactNode;
  /** Above the list, when it is not all that the page has. */
  head?: ReactNode;
  /** What a card is called, where that is more than its name. */
  titleOf?: (card: Card) => ReactNode;
}

export function Listing({ view, bare, head, titleOf }: ListingProps) {
  const { t } = useSpeech();
  const { state, location } = useNavigation();
  const { filters, list, place } = view;
  const filtered = appliedFilters(filters).length > 0;
  if (list.pagination.total === 0 && !filtered) return bare;
  const refining = state === 'loading' && location.pathname.endsWith(place.path);
  return (
    <>
      {head !== undefined && <div className="mt-12">{head}</div>}
      <div className="mt-6 grid gap-x-12 gap-y-6 lg:grid-cols-[15rem_1fr]">
        <FacetForm view={view} />
        <div id="results" aria-busy={refining || undefined} className="min-w-0">
          <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
            <AppliedChips view={view} />
            <div className="ms-auto flex items-center gap-4">
              <Sorting view={view} />
              <Looks view={view} />
            </div>
          </div>
          {list.products.length === 0 ? (
            <Nothing view={view} />
          ) : (
            <ProductGrid
              cards={list.products}
              label={t('category.results')}
              rows={filters.view === 'rows'}
              narrow
              priority={3}
              heading="h2"
              titleOf={titleOf}
              buy
            />
          )}
          <Pages view={view} />
          <Compared />
        </div>
      </div>
    </>
  );
}

/** How many there are, in words that do not pretend to know more than we do. */
export function Count({ view }: { view: ListView }) {
  const { t, number } = useSpeech();
  const { total, totalIsExact } = view.list.pagination;
  return (
    <p suppressHydrationWarning className="figures text-muted" role="status">
      {totalIsExact
        ? t('category.count', { count: total })
        : t('category.over', { count: number(total) })}
    </p>
  );
}

function Sorting({ view: { filters, place } }: { view: ListView }) {
  const { t } = useSpeech();
  const submit = useSubmit();
  const action = useHref(place.path);
  const [sort, setSort] = useState(filters.sort);
  useEffect(() => setSort(filters.sort), [filters]);
  const hidden = entriesOf(place, { ...filters, sort: place.usual, page: 0 });
  return (
    <form
      action={action}
      className="flex items-center gap-2 text-sm"
      onChange={(event) => {
        const chosen = new URLSearchParams([...new FormData(event.currentTarget)] as never);
        if (chosen.get('sort') === place.usual) chosen.delete('sort');
        void submit(chosen, { action: place.path, preventScrollReset: true });
      }}
    >
      {hidden.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="sort" className="text-muted max-sm:unseen">
        {t('category.sort')}
      </label>
      <select
        id="sort"
        name="sort"
        value={sort}
        onChange={({ target }) => setSort(target.value as typeof sort)}
        className="min-h-11 rounded-md bg-canvas pe-1 font-medium"
      >
        {place.sorts.map((one) => (
          <option key={one} value={one}>
            {t(`category.sort.${one}`)}
          </option>
        ))}
      </select>
      <button className="without-js underline">{t('category.apply')}</button>
    </form>
  );
}

/** Pictures beside each other, or one product a line with more words. */
function Looks({ view: { filters, place } }: { view: ListView }) {
  const { t } = useSpeech();
  const looks = ['grid', 'rows'] as const;
  return (
    <ul aria-label={t('category.view')} className="flex">
      {looks.map((look) => (
        <li key={look}>
          <Link
            to={addressOf(place, { ...filters, view: look })}
            preventScrollReset
            replace
            rel="nofollow"
            aria-label={t(`category.view.${look}`)}
            aria-current={filters.view === look ? 'true' : undefined}
            className="grid size-11 place-items-center rounded-md text-muted hover:text-ink aria-[current]:text-accent"
          >
            <Icon name={look} className="size-5" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const drops_max = 3;

/** Filters that leave nothing: which to drop, with what each brings, the one with most first. */
function Nothing({ view }: { view: ListView }) {
  const app = useApp();
  const { t } = useSpeech();
  const { filters, list, place } = view;
  const ways = list.relax.flatMap(({ drop, total }) => {
    const without = drop === 'all' ? null : relaxed(filters, drop);
    return without === null ? [] : [{ drop, total, without }];
  });
  return (
    <EmptyState icon="search" title={t('category.empty.title')} text={t('category.empty.text')}>
      {ways.slice(0, drops_max).map(({ drop, total, without }, at) => (
        <ButtonLink
          key={drop}
          to={addressOf(place, without)}
          kind={at === 0 ? 'primary' : 'secondary'}
          size="sm"
        >
          {t('category.empty.drop', { filter: dropName(app, view, drop), count: total })}
        </ButtonLink>
      ))}
      <ButtonLink
        to={addressOf(place, withoutFilters(filters))}
        kind={ways.length > 0 ? 'secondary' : 'primary'}
        size="sm"
      >
        <Icon name="close" className="size-4" />
        {t('category.clear')}
      </ButtonLink>
    </EmptyState>
  );
}

function dropName(app: App, { filters, list }: ListView, drop: string): string {
  const { t } = app.speech;
  if (drop === 'price') return priceName(app, filters);
  if (drop === 'brand') return t('category.brand');
  if (drop === 'seller') return t('category.seller');
  if (drop === 'rating') return t('category.rating');
  if (drop === 'inStock') return t('category.in-stock');
  const code = drop.replace(/^attr\./, '');
  const known = list.facets.attributes.find((one) => one.code === code);
  return known?.name ?? filters.attributes.find((one) => one.code === code)?.values[0] ?? code;
}

function Pages({ view }: { view: ListView }) {
  const { t, number } = useSpeech();
  const { filters, list, place } = view;
  const all = Math.ceil(list.pagination.total / pageSize);
  const pages = Math.min(pages_max, all);
  return (
    <>
      {all > pages && filters.page === pages - 1 && (
        <p suppressHydrationWarning className="mt-10 text-center text-muted">
          {t('category.end', { count: number(pages * pageSize) })}
        </p>
      )}
      <Pagination
        page={filters.page}
        pages={pages}
        hrefOf={(page) => addressOf(place, { ...filters, page })}
        labels={{
          nav: t('pages'),
          previous: t('page.previous'),
          next: t('page.next'),
          page: (nth) => t('page.nth', { nth: number(nth) }),
        }}
      />
    </>
  );
}
