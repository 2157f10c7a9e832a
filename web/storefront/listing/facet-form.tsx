/**
 * The filters as one form. With scripts each choice applies at once and the focus stays where it
 * is; without them a button applies. A value with no product is left out unless it is chosen, so
 * that no choice leads to nothing.
 */
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useHref, useSubmit } from 'react-router';
import { buttonClass } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp, useSpeech } from '../app.tsx';
import { ChoosePlace } from '../shell/deliver-to.tsx';
import { useStore } from '../state/store.ts';
import { appliedFilters, entriesOf, withoutFilters } from './filters.ts';
import type { ListView } from './list.ts';
import { PriceRange } from './price-range.tsx';

// Only a browser knows the place.
const DeliveryBy = lazy(() => import('./delivery-by.tsx'));

export function FacetForm({ view }: { view: ListView }) {
  const deliverTo = useStore(useApp().deliverTo.place);
  const { t, number } = useSpeech();
  const { filters, place, list } = view;
  const submit = useSubmit();
  const action = useHref(place.path);
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const count = appliedFilters(filters).length;
  const apply = () => {
    if (form.current === null) return;
    // Empty fields would stand in the address for nothing.
    const chosen = [...new FormData(form.current)].filter(([, value]) => value !== '');
    const search = new URLSearchParams(chosen as [string, string][]);
    void submit(search, { action: place.path, preventScrollReset: true });
  };
  // A filter dropped elsewhere is dropped here too; the fields stay the same elements.
  useEffect(() => form.current?.reset(), [filters]);
  return (
    <div className="self-start">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="filters"
        className={`needs-js ${buttonClass('secondary', 'sm')} w-full lg:hidden`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="filter" className="size-5" />
        {count === 0 ? t('category.filters') : t('category.filters.count', { count })}
      </button>
      <form
        ref={form}
        id="filters"
        data-open={open || undefined}
        action={action}
        aria-label={t('category.filters')}
        className="fold grid gap-1 pt-4 lg:pt-0"
        onChange={(event) => {
          const field: unknown = event.target;
          if (!(field instanceof HTMLInputElement)) return;
          if (field.type === 'checkbox' || field.type === 'radio') apply();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Kept view={view} />
        <Group title={t('category.availability')} open>
          <Checkbox
            name="inStock"
            value="true"
            defaultChecked={filters.inStock}
            label={
              <Counted label={t('category.in-stock')} count={list.facets.availability.inStock} />
            }
          />
          <div className="needs-js min-h-18 ps-8 text-sm text-muted">
            <p>
              {t('category.delivery.to')} <ChoosePlace />
            </p>
            <Suspense>{deliverTo !== null && <DeliveryBy place={deliverTo} />}</Suspense>
          </div>
        </Group>
        <PriceGroup
          view={view}
          onPick={({ minPrice, maxPrice }) => {
            write(form.current, 'minPrice', minPrice);
            write(form.current, 'maxPrice', maxPrice);
            apply();
          }}
        />
        <BrandGroup view={view} />
        <RatingGroup view={view} />
        <AttributeGroups view={view} />
        {place.oneSeller !== true && <SellerGroup view={view} />}
        <button className={`without-js mt-4 ${buttonClass('primary', 'sm')}`}>
          {t('category.apply')}
        </button>
        <a
          href="#results"
          className={`needs-js mt-4 lg:hidden ${buttonClass('primary', 'sm')}`}
          onClick={() => setOpen(false)}
        >
          {t('category.show', { count: number(list.pagination.total) })}
        </a>
      </form>
    </div>
  );
}

function write(form: HTMLFormElement | null, name: string, value: number | null): void {
  const field: unknown = form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value === null ? '' : String(value);
}

/** The words of a search, the order and the look stay when filters change. */
function Kept({ view: { place, filters } }: { view: ListView }) {
  return entriesOf(place, withoutFilters(filters)).map(([name, value]) => (
    <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
  ));
}

interface GroupProps {
  title: string;
  open?: boolean;
  children: ReactNode;
}

function Group({ title, open = false, children }: GroupProps) {
  return (
    <details open={open} className="group/facet border-b border-line py-1">
      <summary className="flex min-h-11 list-none items-center justify-between font-semibold">
        {title}
        <Icon
          name="down"
          className="size-4 text-muted transition-transform group-open/facet:rotate-180"
        />
      </summary>
      <div className="grid pb-3 text-sm">{children}</div>
    </details>
  );
}

function Counted({ label, count }: { label: string; count: number }) {
  const { number } = useSpeech();
  return (
    <>
      {label}{' '}
      <span suppressHydrationWarning className="figures text-muted">
        {number(count)}
      </span>
    </>
  );
}

const shown_max = 8;

interface Choice {
  name: string;
  value: string;
  label: string;
  count: number;
  checked: boolean;
}

/** The first eight, the rest on demand; chosen ones are always there. */
function Choices({ choices }: { choices: Choice[] }) {
  const { t, number } = useSpeech();
  const worth = choices.filter((choice) => choice.count > 0 || choice.checked);
  const first = worth.filter((choice, at) => at < shown_max || choice.checked);
  const rest = worth.filter((choice) => !first.includes(choice));
  return (
    <>
      {first.map((choice) => (
        <ChoiceBox key={choice.value} choice={choice} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary className="link target inline-flex min-h-9 list-none items-center">
            {t('category.more', { count: number(worth.length) })}
          </summary>
          {rest.map((choice) => (
            <ChoiceBox key={choice.value} choice={choice} />
          ))}
        </details>
      )}
    </>
  );
}

function ChoiceBox({ choice }: { choice: Choice }) {
  const { name, value, label, count, checked } = choice;
  return (
    <Checkbox
      name={name}
      value={value}
      defaultChecked={checked}
      className="min-h-9"
      label={<Counted label={label} count={count} />}
    />
  );
}

interface Value {
  value: string;
  label: string;
  count: number;
}

/** Values of one filter; a chosen one that no product has any more is shown, to be dropped. */
function choicesOf(name: string, values: readonly Value[], chosen: readonly string[]): Choice[] {
  const known = new Set(values.map(({ value }) => value));
  const lost = chosen.filter((value) => !known.has(value));
  return [...values, ...lost.map((value) => ({ value, label: value, count: 0 }))].map((one) => ({
    ...one,
    name,
    checked: chosen.includes(one.value),
  }));
}

function BrandGroup({ view }: { view: ListView }) {
  const { t } = useSpeech();
  const values = view.list.facets.brands.map(({ name, slug, count }) => {
    return { value: slug, label: name, count };
  });
  const choices = choicesOf('brand', values, view.filters.brands);
  if (choices.length === 0) return null;
  return (
    <Group title={t('category.brand')} open>
      <Choices choices={choices} />
    </Group>
  );
}

function SellerGroup({ view }: { view: ListView }) {
  const { t } = useSpeech();
  const values = view.list.facets.sellers.map(({ sellerId, name, slug, count }) => {
    return { value: slug ?? sellerId, label: name ?? slug ?? sellerId, count };
  });
  const choices = choicesOf('seller', values, view.filters.sellers);
  if (choices.length < 2 && view.filters.sellers.length === 0) return null;
  return (
    <Group title={t('category.seller')} open={view.filters.sellers.length > 0}>
      <Choices choices={choices} />
    </Group>
  );
}

function RatingGroup({ view }: { view: ListView }) {
  const { t, number } = useSpeech();
  const { rating } = view.filters;
  const ratings = view.list.facets.ratings.filter(
    ({ min, count }) => min === rating || (count > 0 && min >= 3),
  );
  if (ratings.length === 0 && rating === null) return null;
  return (
    <Group title={t('category.rating')} open={rating !== null}>
      {ratings.map(({ min, count }) => (
        <label key={min} className="flex min-h-9 items-center gap-3">
          <input
            type="radio"
            name="rating"
            value={min}
            defaultChecked={rating === min}
            className="size-5 accent-accent"
          />
          <span suppressHydrationWarning>
            <Counted label={t('category.rating.min', { min: number(min) })} count={count} />
          </span>
        </label>
      ))}
    </Group>
  );
}

/** Names and units are those of the catalogue. */
function AttributeGroups({ view }: { view: ListView }) {
  const { filters, list } = view;
  const chosen = new Map(filters.attributes.map(({ code, values }) => [code, values]));
  return list.facets.attributes.map(({ code, name, unit, values }) => {
    const mine = chosen.get(code) ?? [];
    const labelled = values.map(({ value, label = value, count }) => {
      return { value, label: unit === null ? label : `${label} ${unit}`, count };
    });
    return (
      <Group key={code} title={capital(name)} open={mine.length > 0}>
        <Choices choices={choicesOf(`attr.${code}`, labelled, mine)} />
      </Group>
    );
  });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

interface PriceGroupProps {
  view: ListView;
  onPick: Parameters<typeof PriceRange>[0]['onPick'];
}

function PriceGroup({ view, onPick }: PriceGroupProps) {
  const { t } = useSpeech();
  const { currency } = useApp();
  const { minPrice, maxPrice } = view.filters;
  const field =
    'figures h-10 w-full min-w-0 rounded-md border border-line-strong bg-canvas px-3 text-sm';
  return (
    <Group title={`${t('category.price')} (${currency})`} open>
      <PriceRange view={view} onPick={onPick} />
      <div className="mt-2 grid grid-cols-[1fr_1fr_auto] items-end gap-2">
        <label className="grid gap-1 text-xs text-muted">
          {t('category.price.min')}
          <input
            name="minPrice"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={minPrice ?? ''}
            className={field}
          />
        </label>
        <label className="grid gap-1 text-xs text-muted">
          {t('category.price.max')}
          <input
            name="maxPrice"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={maxPrice ?? ''}
            className={field}
          />
        </label>
        <button
          aria-label={t('category.price.apply')}
          className="grid size-10 place-items-center rounded-md border border-line-strong hover:bg-surface"
        >
          <Icon name="chevron" className="size-4 rtl:-scale-x-100" />
        </button>
      </div>
    </Group>
  );
}
