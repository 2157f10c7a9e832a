// Chooses products, categories, brands or sellers by a few letters of their name. What was chosen
// stands below as a list of its own, each with a button that takes it out again.
import { useEffect, useState } from 'react';
import type { Client } from '../../../client/request.ts';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import type { Named, Scope } from './terms.ts';

export type Choice = Scope | 'variants';

export interface ChooserProps {
  what: Choice;
  label: string;
  hint?: string;
  error?: string | undefined;
  chosen: readonly Named[];
  /** One at most: another takes its place. */
  single?: boolean;
  onChange(chosen: readonly Named[]): void;
}

const pause_ms = 200;
const found_max = 8;

interface Search {
  what: Choice;
  q: string;
  signal: AbortSignal;
}

async function find(api: Client, { what, q, signal }: Search): Promise<Named[]> {
  if (what === 'sellers') {
    const query = { search: q, limit: found_max };
    const { data } = await api.request('GET /admin/sellers', { query, signal });
    return data.map(({ sellerId, name }) => ({ id: sellerId, name }));
  }
  const found = await api.request('GET /search/suggest', { query: { q }, signal });
  if (what === 'categories') {
    return found.categories.map(({ categoryId, name }) => ({ id: categoryId, name }));
  }
  if (what === 'brands') return found.brands.map(({ name }) => ({ id: name, name }));
  if (what === 'products') {
    return found.products.map(({ productId, name }) => ({ id: productId, name }));
  }
  const products = found.products.slice(0, 4).map(({ productId }) => {
    return api.request('GET /products/{productId}', { params: { productId }, query: {}, signal });
  });
  const all = await Promise.all(products);
  return all
    .flatMap((product) =>
      product.variants.map((one) => {
        const values = Object.values(one.attributes).join(', ');
        const name = values === '' ? product.name : `${product.name} · ${values}`;
        return { id: one.variantId, name };
      }),
    )
    .slice(0, found_max * 2);
}

interface Found {
  q: string;
  items: readonly Named[];
  /** Why nobody knows what there is. */
  problem: ApiProblem | null;
}

/** What fits what is typed, a little after the last letter. */
function useFound(what: Choice, typed: string) {
  const { api } = useApp();
  const [found, setFound] = useState<Found | null>(null);
  const q = typed.trim();
  useEffect(() => {
    if (q.length < 2) {
      setFound(null);
      return undefined;
    }
    const over = new AbortController();
    const timer = setTimeout(() => {
      find(api, { what, q, signal: over.signal }).then(
        (items) => over.signal.aborted || setFound({ q, items, problem: null }),
        (error: unknown) => {
          if (over.signal.aborted) return;
          const problem = problemIn(error);
          if (problem === null) throw error;
          setFound({ q, items: [], problem });
        },
      );
    }, pause_ms);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [api, what, q]);
  return found;
}

export function Chooser(props: ChooserProps) {
  const { what, label, hint, error, chosen, single = false, onChange } = props;
  const { t } = useApp().speech;
  const [typed, setTyped] = useState('');
  const found = useFound(what, typed);
  const taken = new Set(chosen.map((one) => one.id));
  const left = found?.items.filter((one) => !taken.has(one.id)) ?? [];
  const take = (one: Named) => {
    onChange(single ? [one] : [...chosen, one]);
    setTyped('');
  };
  return (
    <div className="grid content-start gap-2">
      <Field
        name={`choose-${what}`}
        label={label}
        {...(hint === undefined ? {} : { hint })}
        error={error}
        value={typed}
        maxLength={100}
        autoComplete="off"
        placeholder={t('pricing.choose.placeholder')}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          // Enter takes the first of the list; it never sends the form from here.
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (left[0] !== undefined) take(left[0]);
        }}
      />
      <p role="status" className="unseen">
        {found?.problem === null ? t('pricing.choose.found', { count: left.length }) : ''}
      </p>
      {left.length > 0 && (
        <ul data-found className="grid max-h-64 overflow-y-auto rounded-md border border-line">
          {left.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="flex min-h-11 w-full items-center gap-2 px-4 text-start hover:bg-surface"
                onClick={() => take(one)}
              >
                <Icon name="plus" className="size-4 shrink-0" />
                <bdi>{one.name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <FormProblem problem={found?.problem ?? null} />
      {found?.problem === null && found.items.length === 0 && (
        <p className="text-sm text-muted">{t('pricing.choose.none', { text: found.q })}</p>
      )}
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((one) => (
            <li
              key={one.id}
              data-edge
              className="flex min-w-0 items-center gap-1 rounded-full bg-surface ps-3"
            >
              <bdi className="truncate text-sm">{one.name}</bdi>
              <Button
                size="sm"
                kind="quiet"
                className="px-2!"
                aria-label={t('pricing.choose.remove', { name: one.name })}
                onClick={() => onChange(chosen.filter(({ id }) => id !== one.id))}
              >
                <Icon name="close" className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
