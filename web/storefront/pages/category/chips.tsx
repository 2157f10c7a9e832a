import { Link } from 'react-router';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { appliedFilters, searchOf, withoutFilters, type Applied, type Filters } from './filters.ts';
import type { List } from './page.tsx';

/** What a set filter is called on screen. */
export function filterName(speech: Speech, filter: Applied, list: List): string {
  const { t, number } = speech;
  switch (filter.kind) {
    case 'brand':
      return list.facets.brands.find((brand) => brand.slug === filter.value)?.name ?? filter.value;
    case 'price':
      return t('category.price');
    case 'rating':
      return t('category.rating.min', { min: number(Number(filter.value)) });
    case 'stock':
      return t('category.in-stock');
    case 'attribute':
      return filter.value;
  }
}

export interface AppliedChipsProps {
  filters: Filters;
  list: List;
  base: string;
}

/** Each set filter with a way to drop it, and one to drop all. */
export function AppliedChips({ filters, list, base }: AppliedChipsProps) {
  const speech = useSpeech();
  const { t } = speech;
  const applied = appliedFilters(filters);
  if (applied.length === 0) return null;
  return (
    <ul aria-label={t('category.applied')} className="flex flex-wrap gap-2 text-sm">
      {applied.map((filter) => {
        const name = filterName(speech, filter, list);
        return (
          <li key={filter.key}>
            <Link
              to={`${base}${searchOf(filter.rest)}`}
              preventScrollReset
              aria-label={t('category.drop', { filter: name })}
              data-edge
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
          to={`${base}${searchOf(withoutFilters(filters))}`}
          preventScrollReset
          className="link inline-flex min-h-9 items-center px-2"
        >
          {t('category.clear')}
        </Link>
      </li>
    </ul>
  );
}
