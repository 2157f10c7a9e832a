import { Link } from '../../ui/link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp, useSpeech } from '../app.tsx';
import type { App } from '../app.tsx';
import {
  addressOf,
  appliedFilters,
  withoutFilters,
  type Applied,
  type Filters,
} from './filters.ts';
import type { List, ListView } from './list.ts';

/** What a set filter is called on screen. */
export function filterName(
  app: App,
  filter: Applied,
  { filters, list }: { filters: Filters; list: List },
): string {
  const { t, number } = app.speech;
  const { brands, sellers, attributes } = list.facets;
  switch (filter.kind) {
    case 'brand':
      return brands.find((brand) => brand.slug === filter.value)?.name ?? filter.value;
    case 'seller':
      return sellers.find((one) => one.slug === filter.value)?.name ?? filter.value;
    case 'price':
      return priceName(app, filters);
    case 'rating':
      return t('category.rating.min', { min: number(Number(filter.value)) });
    case 'stock':
      return t('category.in-stock');
    case 'attribute': {
      const known = attributes.find(({ code }) => code === filter.code);
      const called = known?.values.find(({ value }) => value === filter.value)?.label;
      const label = called ?? filter.value;
      return known === undefined || known.unit === null ? label : `${label} ${known.unit}`;
    }
  }
}

export function priceName({ speech, currency }: App, range: Filters): string {
  const { t, money } = speech;
  const { minPrice, maxPrice } = range;
  const [min, max] = [minPrice, maxPrice].map((price) =>
    price === null ? '' : money(price, currency),
  );
  if (maxPrice === null) return t('category.price.above', { min });
  if (minPrice === null) return t('category.price.below', { max });
  return t('category.price.between', { min, max });
}

/** Each set filter with a way to drop it, and one to drop all. */
export function AppliedChips({ view }: { view: ListView }) {
  const app = useApp();
  const { t } = useSpeech();
  const { filters, list, place } = view;
  const applied = appliedFilters(filters);
  if (applied.length === 0) return null;
  return (
    <ul aria-label={t('category.applied')} className="flex flex-wrap gap-2 text-sm">
      {applied.map((filter) => {
        const name = filterName(app, filter, { filters, list });
        return (
          <li key={filter.key}>
            <Link
              to={addressOf(place, filter.rest)}
              preventScrollReset
              rel="nofollow"
              aria-label={t('category.drop', { filter: name })}
              data-edge
              suppressHydrationWarning
              className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-accent-soft ps-3.5 pe-2.5 font-medium text-accent"
            >
              {name}
              <Icon name="close" className="size-4" />
            </Link>
          </li>
        );
      })}
      <li>
        <Link
          to={addressOf(place, withoutFilters(filters))}
          preventScrollReset
          className="link inline-flex min-h-9 items-center px-2"
        >
          {t('category.clear')}
        </Link>
      </li>
    </ul>
  );
}
