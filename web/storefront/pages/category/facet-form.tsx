/**
 * The filters as one form. With scripts each choice applies at once; without them a button does.
 * A value with no product is left out unless it is chosen, so that no choice leads to nothing.
 */
import { useRef, useState, type ReactNode } from 'react';
import { useHref, useSubmit } from 'react-router';
import { buttonClass } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { appliedFilters } from './filters.ts';
import type { CategoryData, List } from './page.tsx';

export function FacetForm({ data, base }: { data: CategoryData; base: string }) {
  const { t } = useSpeech();
  const { filters } = data;
  const submit = useSubmit();
  const action = useHref(base);
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const count = appliedFilters(filters).length;
  const apply = () => {
    if (form.current === null) return;
    // Empty fields would stand in the address for nothing.
    const chosen = [...new FormData(form.current)].filter(([, value]) => value !== '');
    const search = new URLSearchParams(chosen as [string, string][]);
    void submit(search, { action: base, preventScrollReset: true });
  };
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
        key={JSON.stringify(filters)}
        action={action}
        aria-label={t('category.filters')}
        className="fold grid gap-1 pt-4 lg:pt-0"
        onChange={(event) => {
          const field: unknown = event.target;
          if (field instanceof HTMLInputElement && field.type !== 'text') apply();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        {filters.sort !== 'popular' && <input type="hidden" name="sort" value={filters.sort} />}
        <Group title={t('category.availability')} open>
          <Checkbox
            name="inStock"
            value="true"
            defaultChecked={filters.inStock}
            label={t('category.in-stock')}
          />
        </Group>
        <PriceGroup data={data} />
        <BrandGroup data={data} />
        <RatingGroup data={data} />
        <AttributeGroups data={data} />
        <button className={`without-js mt-4 ${buttonClass('primary', 'sm')}`}>
          {t('category.apply')}
        </button>
      </form>
    </div>
  );
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
  const { t } = useSpeech();
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
            {t('category.more', { count: worth.length })}
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
  const { number } = useSpeech();
  const { name, value, label, count, checked } = choice;
  return (
    <Checkbox
      name={name}
      value={value}
      defaultChecked={checked}
      className="min-h-9"
      label={
        <>
          {label}{' '}
          <span suppressHydrationWarning className="figures text-muted">
            {number(count)}
          </span>
        </>
      }
    />
  );
}

function BrandGroup({ data }: { data: CategoryData }) {
  const { t } = useSpeech();
  const { brands } = data.list.facets;
  const known = new Set(brands.map(({ slug }) => slug));
  const lost = data.filters.brands.filter((slug) => !known.has(slug));
  const choices = [...brands, ...lost.map((slug) => ({ slug, name: slug, count: 0 }))].map(
    ({ slug, name, count }) => ({
      name: 'brand',
      value: slug,
      label: name,
      count,
      checked: data.filters.brands.includes(slug),
    }),
  );
  if (choices.length === 0) return null;
  return (
    <Group title={t('category.brand')} open>
      <Choices choices={choices} />
    </Group>
  );
}

function RatingGroup({ data }: { data: CategoryData }) {
  const { t, number } = useSpeech();
  const ratings = data.list.facets.ratings.filter(({ min, count }) => count > 0 && min >= 3);
  if (ratings.length === 0 && data.filters.rating === null) return null;
  return (
    <Group title={t('category.rating')} open={data.filters.rating !== null}>
      {ratings.map(({ min, count }) => (
        <label key={min} className="flex min-h-9 items-center gap-3">
          <input
            type="radio"
            name="rating"
            value={min}
            defaultChecked={data.filters.rating === min}
            className="size-5 accent-accent"
          />
          <span suppressHydrationWarning>
            {t('category.rating.min', { min: number(min) })}{' '}
            <span className="figures text-muted">{number(count)}</span>
          </span>
        </label>
      ))}
    </Group>
  );
}

/** A code of the catalogue as a heading; what has no translation is shown as it is. */
function AttributeGroups({ data }: { data: CategoryData }) {
  const { filters, list } = data;
  const chosen = new Map(filters.attributes.map(({ code, values }) => [code, values]));
  return list.facets.attributes.map(({ code, name, values }) => {
    const mine = chosen.get(code) ?? [];
    const choices = values.map(({ value, count }) => ({
      name: `attr.${code}`,
      value,
      label: value,
      count,
      checked: mine.includes(value),
    }));
    return (
      <Group key={code} title={capital(name)} open={mine.length > 0}>
        <Choices choices={choices} />
      </Group>
    );
  });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function PriceGroup({ data }: { data: CategoryData }) {
  const { t } = useSpeech();
  const { currency } = useApp();
  const { minPrice, maxPrice } = data.filters;
  const field =
    'figures h-10 w-full min-w-0 rounded-md border border-line-strong bg-canvas px-3 text-sm';
  return (
    <Group title={`${t('category.price')} (${currency})`} open>
      <Bars ranges={data.list.facets.priceRanges} />
      <div className="mt-2 grid grid-cols-[1fr_1fr_auto] items-end gap-2">
        <label className="grid gap-1 text-xs text-muted">
          {t('category.price.min')}
          <input
            name="minPrice"
            inputMode="decimal"
            defaultValue={minPrice ?? ''}
            className={field}
          />
        </label>
        <label className="grid gap-1 text-xs text-muted">
          {t('category.price.max')}
          <input
            name="maxPrice"
            inputMode="decimal"
            defaultValue={maxPrice ?? ''}
            className={field}
          />
        </label>
        <button
          aria-label={t('category.apply')}
          className="grid size-10 place-items-center rounded-md border border-line-strong hover:bg-surface"
        >
          <Icon name="chevron" className="size-4 rtl:-scale-x-100" />
        </button>
      </div>
    </Group>
  );
}

const bar = { width: 18, gap: 4, height: 48 };

/** How many products there are in each range of prices; a picture of what the counts say. */
function Bars({ ranges }: { ranges: List['facets']['priceRanges'] }) {
  const { t, number } = useSpeech();
  if (ranges.length < 2) return null;
  const most = Math.max(...ranges.map(({ count }) => count));
  const rangeText = ({ min, max }: (typeof ranges)[number]) =>
    max === null
      ? t('category.price.above', { min: number(min) })
      : t('category.price.between', { min: number(min), max: number(max) });
  const texts = ranges.map((range) =>
    t('category.price.bar', { range: rangeText(range), count: range.count }),
  );
  const width = ranges.length * (bar.width + bar.gap);
  return (
    <svg
      role="img"
      aria-label={texts.join('; ')}
      viewBox={`0 0 ${width} ${bar.height}`}
      preserveAspectRatio="none"
      className="h-12 w-full text-line-strong rtl:-scale-x-100"
    >
      {ranges.map(({ min, count }, at) => {
        const height = Math.max(2, Math.round((count / most) * bar.height));
        return (
          <rect
            key={min}
            x={at * (bar.width + bar.gap)}
            y={bar.height - height}
            width={bar.width}
            height={height}
            rx="2"
            fill="currentColor"
            opacity="0.55"
          />
        );
      })}
    </svg>
  );
}
