import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { addressOf, withoutFilters } from '../../listing/filters.ts';
import { placeOf, type Found, type SearchData } from './asked.ts';

const chip =
  'inline-flex min-h-10 items-center gap-2 rounded-full px-4 text-sm whitespace-nowrap ' +
  'hover:bg-accent-soft';

/** Where in the shop it was found: up to the whole, and down to each department with how many. */
export function Scopes({ data, found }: { data: SearchData; found: Found }) {
  const { t, number } = useSpeech();
  const { scope, filters } = data;
  const here = scope.at(-1);
  const below = found.list.facets.categories.filter((one) => one.path !== here?.path);
  if (below.length === 0 && here === undefined) return null;
  const filtersThere = { ...withoutFilters(filters), view: filters.view };
  const at = (line: SearchData['scope']) =>
    addressOf(placeOf({ ...data, scope: line }), filtersThere);
  return (
    <nav aria-label={t('search.scopes')} className="mt-4">
      <ul className="rail gap-2">
        {here !== undefined && (
          <li>
            <Link to={at([])} rel="nofollow" data-edge className={`${chip} bg-surface`}>
              {t('search.everywhere')}
            </Link>
          </li>
        )}
        {scope.map(({ name, path }, depth) => (
          <li key={path}>
            <Link
              to={at(scope.slice(0, depth + 1))}
              rel="nofollow"
              data-edge
              aria-current={path === here?.path ? 'true' : undefined}
              className={`${chip} bg-accent-soft font-semibold text-accent`}
            >
              {name}
            </Link>
          </li>
        ))}
        {below.map(({ name, path, count }) => (
          <li key={path}>
            <Link
              to={at([...scope, { name, path }])}
              rel="nofollow"
              data-edge
              className={`${chip} bg-surface`}
            >
              {t('suggest.in', { department: name })}
              <span suppressHydrationWarning className="figures text-muted">
                {number(count)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
