import { useHref, useSubmit } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useSellers } from '../order/parcels.tsx';
import { isFiltered, statuses, yearsUntil, type OrderFilters } from './filters.ts';

/** A search form: what is chosen goes into the address, words on Enter and choices at once. */
export function FilterForm({ filters }: { filters: OrderFilters }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const submit = useSubmit();
  const action = useHref('/orders');
  const bought = useQuery('bought', (signal) => api.request('GET /orders/buy-again', { signal }));
  const ids = [
    ...(bought.data?.items.map((item) => item.sellerId) ?? []),
    ...(filters.seller === null ? [] : [filters.seller]),
  ];
  const sellers = Object.entries(useSellers(ids));
  const years = yearsUntil(new Date());
  return (
    <form
      key={Object.values(filters).join(' ')}
      role="search"
      aria-label={t('orders.filter')}
      action={action}
      className="grid grid-cols-2 items-end gap-x-4 gap-y-3 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(tidied(event.currentTarget), { action: '/orders' });
      }}
      onChange={(event) => {
        if ((event.target as unknown as Element).tagName !== 'SELECT') return;
        void submit(tidied(event.currentTarget), { action: '/orders', preventScrollReset: true });
      }}
    >
      <Field
        type="search"
        name="q"
        label={t('orders.filter.search')}
        defaultValue={filters.search}
        maxLength={100}
        enterKeyHint="search"
        className="max-lg:col-span-2"
        autoComplete="off"
      />
      <Select name="status" label={t('orders.filter.status')} defaultValue={filters.status ?? ''}>
        <option value="">{t('orders.filter.any')}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {t(`orders.status.${status}`)}
          </option>
        ))}
      </Select>
      <Select name="period" label={t('orders.filter.period')} defaultValue={filters.period ?? ''}>
        <option value="">{t('orders.filter.always')}</option>
        <option value="30d">{t('orders.filter.days', { days: 30 })}</option>
        <option value="90d">{t('orders.filter.days', { days: 90 })}</option>
        {years.map((year) => (
          <option key={year} value={year}>
            {year}
          </option>
        ))}
      </Select>
      <Select
        // The names come later than the form: then the choice is made again.
        key={sellers.length}
        name="seller"
        label={t('orders.filter.seller')}
        defaultValue={filters.seller ?? ''}
      >
        <option value="">{t('orders.filter.any')}</option>
        {sellers.map(([sellerId, { name }]) => (
          <option key={sellerId} value={sellerId}>
            {name}
          </option>
        ))}
      </Select>
      <div className="flex gap-2">
        <Button type="submit" className="min-h-12">
          {t('search.submit')}
        </Button>
        {isFiltered(filters) && (
          <Link to="/orders" className="link target inline-flex items-center whitespace-nowrap">
            {t('orders.filter.clear')}
          </Link>
        )}
      </div>
    </form>
  );
}

/** Without what was left empty, so that addresses stay short. */
function tidied(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
  }
  return query;
}
