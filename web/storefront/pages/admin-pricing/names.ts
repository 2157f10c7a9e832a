import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import type { Names } from './sentence.ts';
import { scopes, type Named, type Terms } from './terms.ts';

type Tree = ReplyOf<'GET /categories'>['categories'];

/** Asked for by name at most: further ones stay ids. */
const asked_max = 12;

export function namesIn(terms: Terms): Names {
  const named = [
    ...scopes.flatMap((one) => terms.scope[one]),
    ...terms.parts.map((part) => part.product),
    ...(terms.gift === null ? [] : [terms.gift]),
  ];
  return new Map(named.map(({ id, name }) => [id, name]));
}

const nameless = (some: readonly Named[]) =>
  some.filter(({ id, name }) => id === name && /^(prod|cat|slr)_/.test(id)).map(({ id }) => id);

/** The same terms with the names of what is kept by id, as soon as they are known. */
export function useNamed(terms: Terms): Terms {
  const { api } = useApp();
  const [known, setKnown] = useState<Names>(new Map());
  const all = [...scopes.flatMap((one) => terms.scope[one]), ...terms.parts.map((p) => p.product)];
  const missing = nameless(all)
    .filter((id) => !known.has(id))
    .slice(0, asked_max)
    .join(' ');
  useEffect(() => {
    if (missing === '') return undefined;
    const over = new AbortController();
    const { signal } = over;
    void Promise.all(
      missing.split(' ').map(async (id): Promise<readonly [string, string]> => {
        try {
          if (id.startsWith('slr_')) {
            const params = { sellerId: id };
            return [id, (await api.request('GET /sellers/{sellerId}', { params, signal })).name];
          }
          if (id.startsWith('cat_')) {
            const { categories } = await api.request('GET /categories', { query: {}, signal });
            return [id, nameOf(categories, id) ?? id];
          }
          const params = { productId: id };
          const product = await api.request('GET /products/{productId}', {
            params,
            query: {},
            signal,
          });
          return [id, product.name];
        } catch {
          return [id, id];
        }
      }),
    ).then((found) => {
      if (!signal.aborted) setKnown((before) => new Map([...before, ...found]));
    });
    return () => over.abort();
  }, [api, missing]);
  const named = (one: Named): Named => ({ id: one.id, name: known.get(one.id) ?? one.name });
  if (known.size === 0) return terms;
  return {
    ...terms,
    scope: {
      products: terms.scope.products.map(named),
      categories: terms.scope.categories.map(named),
      brands: terms.scope.brands,
      sellers: terms.scope.sellers.map(named),
    },
    parts: terms.parts.map((part) => ({ ...part, product: named(part.product) })),
  };
}

function nameOf(tree: Tree, id: string): string | undefined {
  for (const one of tree) {
    if (one.categoryId === id) return one.name;
    const below = nameOf((one.children ?? []) as Tree, id);
    if (below !== undefined) return below;
  }
  return undefined;
}
