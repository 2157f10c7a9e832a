/**
 * What was found for some words: the same list as in a department, with where in the shop it was
 * found, what was understood, and the nearest things when there is nothing. Never for search
 * engines, and never kept.
 */
import { useEffect, type ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { Link } from '../../../ui/link.tsx';
import { useSpeech, type App } from '../../app.tsx';
import { parseFilters, queryOf, sorts } from '../../listing/filters.ts';
import { Count, Listing } from '../../listing/listing.tsx';
import { firstPicture } from '../../listing/list.ts';
import { elsewhere, pageLoader, type Handle } from '../../page.ts';
import { rememberSearch } from '../../state/searches.ts';
import { placeOf, type Found, type Hit, type SearchData } from './asked.ts';
import { AskForWords, NothingFound } from './nothing.tsx';
import { Scopes } from './scopes.tsx';

const words_max = 200;

export const loader = pageLoader<SearchData>(async ({ app, url, signal }) => {
  const search = url.searchParams;
  const words = (search.get('q') ?? '').trim().replace(/\s+/g, ' ').slice(0, words_max);
  const exact = search.get('exact') === 'true';
  const filters = parseFilters(search, { sorts, usual: 'relevance' });
  const nothing = { words, exact, scope: [], filters, found: null };
  if (words === '') return nothing;
  const category = search.get('category');
  const asked = { app, signal, words, exact, filters, category };
  const [found, scope] = await Promise.all([find(asked), scopeOf(asked)]);
  if (scope === null) {
    // A department that is no more: then the whole shop is searched.
    search.delete('category');
    elsewhere(`/search?${search.toString()}`);
  }
  return { words, exact, scope, filters, found };
});

interface Asked extends Pick<SearchData, 'words' | 'exact' | 'filters'> {
  app: App;
  signal: AbortSignal;
  category: string | null;
}

async function find({ app, signal, words, exact, filters, category }: Asked) {
  const { api, currency, stopwatch } = app;
  const began = stopwatch?.() ?? 0;
  try {
    const reply = await api.request('GET /search', {
      query: {
        q: words,
        currency,
        locale: app.speech.locale,
        ...(exact ? { exact } : {}),
        ...(category === null ? {} : { category }),
        ...queryOf(filters),
      },
      signal,
    });
    const { products, pagination, facets, relax } = reply;
    const { searchedFor, correctedQuery, droppedWords, nearest, limited } = reply;
    return {
      list: { products, pagination, facets, relax },
      searchedFor,
      correctedQuery,
      droppedWords,
      nearest,
      limited,
      ...(stopwatch === null ? {} : { took_ms: Math.round(stopwatch() - began) }),
    };
  } catch (error) {
    const problem = problemIn(error);
    // No letter and no figure in the words; or the department is gone, see above.
    if (problem?.status === 422 || (problem?.status === 404 && category !== null)) return null;
    throw error;
  }
}

async function scopeOf({ app, signal, category }: Asked) {
  if (category === null) return [];
  try {
    const reply = await app.api.request('GET /categories/{category}', {
      params: { category },
      query: { locale: app.speech.locale },
      signal,
    });
    return reply.breadcrumb.map(({ name, path }) => ({ name, path }));
  } catch (error) {
    if (problemIn(error)?.status === 404) return null;
    throw error;
  }
}

export const handle: Handle<SearchData> = {
  meta: ({ app, data: { words, found } }) => ({
    title:
      words === '' ? app.speech.t('search.title.bare') : app.speech.t('search.title', { words }),
    noindex: true,
    ...(found === null ? {} : { preloadImage: firstPicture(found.list) }),
  }),
};

export function Component() {
  const data = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const { filters, found } = data;
  const some = found !== null && found.list.pagination.total > 0;
  // What was understood, not the slip of the keys.
  const worth = some ? found.searchedFor : '';
  useEffect(() => rememberSearch(worth), [worth]);
  if (found === null) return <AskForWords words={data.words} />;
  const view = { list: found.list, filters, place: placeOf(data) };
  if (!some && found.nearest !== null) return <NothingFound data={data} found={found} />;
  return (
    <div className="page pt-8">
      <Heading data={data} found={found} />
      <div className="mt-1">
        <Count view={view} />
        {found.took_ms !== undefined && (
          <p className="text-xs text-muted">{t('search.took', { ms: found.took_ms })}</p>
        )}
      </div>
      <Scopes data={data} found={found} />
      <Listing
        view={view}
        bare={<NothingFound data={data} found={found} />}
        titleOf={(card) => <Marked {...(card as Hit)} />}
      />
    </div>
  );
}

/** A name in which the words that were looked for stand out. */
function Marked({ name, highlight }: Hit) {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const [from = 0, to = 0] of highlight.name) {
    parts.push(name.slice(done, from), <b key={from}>{name.slice(from, to)}</b>);
    done = to;
  }
  return [...parts, name.slice(done)];
}

/** What was searched for; when that was not what was typed, the way back to it. */
function Heading({ data, found }: { data: SearchData; found: Found }) {
  const { t } = useSpeech();
  const { words } = data;
  const { searchedFor, correctedQuery, droppedWords, limited } = found;
  const search = (q: string, more: Record<string, string> = {}) =>
    `/search?${new URLSearchParams({ q, ...more }).toString()}`;
  const applied = correctedQuery !== null && correctedQuery === searchedFor;
  return (
    <>
      <h1 className="text-2xl">{t('search.results', { words: applied ? searchedFor : words })}</h1>
      {applied && (
        <p className="mt-2">
          {t('search.corrected', { words: searchedFor })}{' '}
          <Link to={search(words, { exact: 'true' })} className="link target" rel="nofollow">
            {t('search.instead', { words })}
          </Link>
        </p>
      )}
      {!applied && correctedQuery !== null && (
        <p className="mt-2">
          {t('suggest.meant')}{' '}
          <Link to={search(correctedQuery)} className="link target font-semibold" rel="nofollow">
            {correctedQuery}
          </Link>
        </p>
      )}
      {droppedWords.length > 0 && (
        <p className="mt-2">{t('search.dropped', { words: droppedWords.join(' ') })}</p>
      )}
      {limited && <p className="mt-2 text-muted">{t('search.limited')}</p>}
    </>
  );
}
