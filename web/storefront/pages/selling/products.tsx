/** What a seller offers: found by name or SKU, by state, by what it needs. */
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { may, SellingPage } from './frame.tsx';
import type { Product } from './goods.ts';
import { List } from './list.tsx';

const states = ['ACTIVE', 'DRAFT', 'ARCHIVED'] as const;
const needs = ['low-stock', 'no-picture'] as const;

const oneOf = <T extends string>(some: readonly T[], value: string | null): T | null =>
  some.find((one) => one === value) ?? null;

export function Products() {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const q = (search.get('q') ?? '').trim().slice(0, 200);
  const status = oneOf(states, search.get('status'));
  const need = oneOf(needs, search.get('needs'));
  const name = `products ${q} ${String(status)} ${String(need)}`;
  const filtered = q !== '' || status !== null || need !== null;
  return (
    <SellingPage
      title={t('selling.nav.products')}
      action={(person) =>
        may(person, 'catalogue') && (
          <ButtonLink to="/selling/products/new" kind="primary">
            {t('selling.new.product')}
          </ButtonLink>
        )
      }
    >
      {({ userId }) => (
        <>
          <Filters key={name} {...{ q, status, need }} />
          <List
            key={name}
            name={`${userId} ${name}`}
            load={({ cursor, signal }) =>
              api.request('GET /seller/products', {
                query: {
                  ...(q === '' ? {} : { q }),
                  ...(status === null ? {} : { status }),
                  ...(need === null ? {} : { needs: need }),
                  ...(cursor === undefined ? {} : { cursor }),
                },
                ...(signal ? { signal } : {}),
              })
            }
            empty={
              filtered ? (
                <EmptyState title={t('goods.none')} text={t('goods.none.text')}>
                  <ButtonLink to="/selling/products">{t('goods.show-all')}</ButtonLink>
                </EmptyState>
              ) : (
                <EmptyState title={t('selling.new')} text={t('selling.new.text')} />
              )
            }
            row={(one) => <Row key={one.productId} product={one} />}
          />
        </>
      )}
    </SellingPage>
  );
}

interface FiltersProps {
  q: string;
  status: string | null;
  need: string | null;
}

function Filters({ q, status, need }: FiltersProps) {
  const { t } = useSpeech();
  const [, setSearch] = useSearchParams();
  const [text, setText] = useState(q);
  const go = (change: Partial<Record<'q' | 'status' | 'needs', string>>) => {
    const next = { q: text.trim(), status: status ?? '', needs: need ?? '', ...change };
    setSearch(Object.entries(next).filter(([, value]) => value !== ''));
  };
  const find = (event: FormEvent) => {
    event.preventDefault();
    go({});
  };
  return (
    <form
      role="search"
      aria-label={t('selling.nav.products')}
      onSubmit={find}
      className="grid items-end gap-4 sm:grid-cols-[1fr_12rem_12rem_auto]"
    >
      <Field
        type="search"
        name="q"
        label={t('goods.find')}
        maxLength={200}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Select
        name="status"
        label={t('goods.state')}
        value={status ?? ''}
        onChange={({ target }) => go({ status: target.value })}
      >
        <option value="">{t('selling.all')}</option>
        {states.map((one) => (
          <option key={one} value={one}>
            {t(`goods.state.${one}`)}
          </option>
        ))}
      </Select>
      <Select
        name="needs"
        label={t('goods.needs')}
        value={need ?? ''}
        onChange={({ target }) => go({ needs: target.value })}
      >
        <option value="">{t('selling.all')}</option>
        {needs.map((one) => (
          <option key={one} value={one}>
            {t(`goods.needs.${one}`)}
          </option>
        ))}
      </Select>
      <Button type="submit">{t('goods.search')}</Button>
    </form>
  );
}

function Row({ product }: { product: Product }) {
  const { t, number } = useSpeech();
  const units = product.variants.reduce((sum, one) => sum + one.available, 0);
  const low = product.status === 'ACTIVE' && product.variants.some((one) => one.available <= 5);
  const [image] = product.images;
  const skus = product.variants.map((one) => one.sku);
  return (
    <li className="flex gap-4 border-b border-line py-4">
      <Picture
        src={image?.url ?? null}
        alt=""
        sizes="64px"
        among={{ min: 64, max: 160 }}
        className="size-16 shrink-0 rounded-md"
      />
      <div className="grid min-w-0 flex-1 content-start gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <Link
            to={`/selling/products/${product.productId}`}
            className="target min-w-0 font-medium underline underline-offset-4"
          >
            <bdi>{product.name}</bdi>
          </Link>
          <Badge tone={product.status === 'ACTIVE' ? 'accent' : 'plain'}>
            {t(`goods.state.${product.status}`)}
          </Badge>
        </div>
        <p className="truncate text-sm text-muted">
          <bdi>{skus.slice(0, 3).join(', ')}</bdi>
          {skus.length > 3 && ` + ${number(skus.length - 3)}`}
        </p>
        <p className="figures flex flex-wrap gap-x-4 text-sm" suppressHydrationWarning>
          <Prices product={product} />
          <span className={low ? 'font-semibold text-warn' : 'text-muted'}>
            {t('goods.units', { count: number(units) })}
          </span>
          {image === undefined && <span className="text-warn">{t('goods.no-picture')}</span>}
        </p>
      </div>
    </li>
  );
}

function Prices({ product }: { product: Product }) {
  const { t, money } = useSpeech();
  const prices = product.variants.flatMap((one) => one.salePrice ?? one.price ?? []);
  if (prices.length === 0) return <span className="text-warn">{t('goods.no-price')}</span>;
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  const cheapest = money(least, product.currency);
  if (least === most) return <span>{cheapest}</span>;
  return (
    <span>
      {cheapest} – {money(most, product.currency)}
    </span>
  );
}
