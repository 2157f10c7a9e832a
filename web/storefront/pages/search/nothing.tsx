/** When there is nothing: why, what is nearest, and other ways to go on. */
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { useRouteLoaderData } from 'react-router';
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { Later } from '../../shell/later.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import type { RootData } from '../../shell/root.ts';
import type { Found, SearchData } from './asked.ts';

const Recent = lazy(() => import('./recent.tsx'));
const Viewed = lazy(() => import('./viewed.tsx'));

const tellMe = { load: () => import('../../wishes/tell-me.tsx'), area: 'wish' } as const;

interface Department {
  name: string;
  path: string;
  count?: number;
}

/** What is known only in this browser comes after the page has come to life. */
function Own({ part: Part }: { part: ComponentType }) {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return alive ? (
    <Suspense>
      <Part />
    </Suspense>
  ) : null;
}

/** Words, but nothing that has them. */
export function NothingFound({ data, found }: { data: SearchData; found: Found }) {
  const { t } = useSpeech();
  const { words, scope, exact } = data;
  const { nearest, correctedQuery } = found;
  const department = scope.at(-1);
  const everywhere = `/search?${new URLSearchParams({ q: words }).toString()}`;
  const products = nearest?.products ?? [];
  return (
    <>
      <div className="page pt-8">
        <h1 className="text-2xl">
          {department === undefined
            ? t('search.none', { words })
            : t('search.none.in', { words, department: department.name })}
        </h1>
        <p className="mt-3 max-w-prose text-muted">{t('search.none.text')}</p>
        <div className="mt-5 flex flex-wrap gap-3">
          {department !== undefined && (
            <ButtonLink to={everywhere} kind="primary" size="sm">
              {t('search.everywhere')}
            </ButtonLink>
          )}
          {correctedQuery !== null && (
            <ButtonLink
              to={`/search?${new URLSearchParams({ q: correctedQuery }).toString()}`}
              kind="primary"
              size="sm"
            >
              {t('search.try', { words: correctedQuery })}
            </ButtonLink>
          )}
          {exact && correctedQuery === null && (
            <ButtonLink to={everywhere} size="sm">
              {t('search.similar')}
            </ButtonLink>
          )}
        </div>
        <Later
          {...tellMe}
          key={words}
          given={{ ask: { kind: 'appears', query: words } as const }}
          className="needs-js mt-6 min-h-13 max-w-md"
        />
        {products.length > 0 && (
          <section className="mt-12">
            <h2 className="mb-6 text-xl">{t('search.nearest')}</h2>
            <ProductGrid cards={products} label={t('search.nearest')} buy />
          </section>
        )}
        <Ways departments={nearest?.categories ?? []} />
      </div>
      <Own part={Viewed} />
    </>
  );
}

/** Nothing to search for was given. */
export function AskForWords({ words }: { words: string }) {
  const { t } = useSpeech();
  return (
    <>
      <div className="page pt-8">
        <h1 className="text-2xl">{t('search.title.bare')}</h1>
        <p className="mt-3 max-w-prose text-muted">
          {words === '' ? t('search.bare.text') : t('search.bare.odd')}
        </p>
        <Ways departments={[]} />
      </div>
      <Own part={Viewed} />
    </>
  );
}

/** Departments, the nearest first where they are known, and what was searched before. */
function Ways({ departments }: { departments: Department[] }) {
  const { t, number } = useSpeech();
  const root = useRouteLoaderData('root') as RootData | undefined;
  const shown: Department[] = departments.length > 0 ? departments : (root?.departments ?? []);
  return (
    <div className="mt-12 grid gap-x-16 gap-y-10 md:grid-cols-2">
      {shown.length > 0 && (
        <section>
          <h2 className="mb-3 text-xl">{t('search.departments')}</h2>
          <ul className="border-t border-line">
            {shown.map(({ name, path, count }) => (
              <li key={path} className="border-b border-line">
                <Link
                  to={`/c/${path}`}
                  className="flex min-h-12 items-center gap-3 hover:text-accent"
                >
                  {name}
                  {count !== undefined && (
                    <span suppressHydrationWarning className="figures text-sm text-muted">
                      {number(count)}
                    </span>
                  )}
                  <Icon name="chevron" className="ms-auto size-4 text-muted rtl:-scale-x-100" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Own part={Recent} />
    </div>
  );
}
