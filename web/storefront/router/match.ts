/**
 * Which routes an address means, and where a relative one leads: the part of React Router's rules
 * that our table uses, held against its own functions in match.test.ts.
 */
export interface RouteLike {
  id?: string;
  path?: string;
  children?: RouteLike[];
}

export interface MatchLike<Route> {
  route: Route;
  params: Record<string, string | undefined>;
  pathname: string;
}

interface Branch<Route> {
  routes: Route[];
  pattern: RegExp;
  names: string[];
  score: number;
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Static parts count most, then names, then none; a rest at the end counts least. */
function scoreOf(path: string): number {
  const parts = path.split('/');
  const rest = parts.includes('*') ? -2 : 0;
  return parts
    .filter((part) => part !== '*')
    .reduce(
      (sum, part) => sum + (part.startsWith(':') ? 3 : part === '' ? 1 : 10),
      parts.length + rest,
    );
}

function branchOf<Route>(routes: Route[], path: string): Branch<Route> {
  const names: string[] = [];
  const source = path
    .replace(/\/+$/, '')
    .split('/')
    .filter((part, at) => at > 0 || part !== '')
    .map((part) => {
      if (part === '*') {
        names.push('*');
        return '(?:/(.*))?';
      }
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        return '/([^/]+)';
      }
      return `/${escape(part)}`;
    })
    .join('');
  return { routes, names, pattern: new RegExp(`^${source}/*$`, 'i'), score: scoreOf(path) };
}

function branchesOf<Route extends RouteLike>(
  routes: readonly Route[],
  above: Route[],
): Branch<Route>[] {
  return routes.flatMap((route) => {
    const line = [...above, route];
    const below = branchesOf((route.children ?? []) as Route[], line);
    return route.path === undefined ? below : [...below, branchOf(line, route.path)];
  });
}

/** Makes a matcher for a table whose leaves have absolute paths; null when nothing fits. */
export function matcherOf<Route extends RouteLike>(routes: readonly Route[]) {
  const branches = branchesOf(routes, []).sort((a, b) => b.score - a.score);
  return (pathname: string, basename: string): MatchLike<Route>[] | null => {
    const path = withoutBase(pathname, basename);
    if (path === null) return null;
    for (const { routes: line, pattern, names } of branches) {
      const found = pattern.exec(path);
      if (found === null) continue;
      const params = Object.fromEntries(names.map((name, at) => [name, decoded(found[at + 1])]));
      return line.map((route, at) => ({
        route,
        params,
        pathname: at === line.length - 1 ? pathname : basename,
      }));
    }
    return null;
  };
}

function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return text ?? '';
  }
}

/** The path behind the language; null for an address that is not behind it. */
export function withoutBase(pathname: string, basename: string): string | null {
  if (basename === '/') return pathname;
  if (!pathname.toLowerCase().startsWith(basename.toLowerCase())) return null;
  const rest = pathname.slice(basename.length);
  return rest === '' ? '/' : rest.startsWith('/') ? rest : null;
}

export interface PathParts {
  pathname: string;
  search: string;
  hash: string;
}

/** An absolute path, a query or a place on the page, seen from a path. */
export function resolveFrom(to: string | Partial<PathParts>, from: string): PathParts {
  const given = typeof to === 'string' ? partsOf(to) : to;
  const { pathname = '', search = '', hash = '' } = given;
  return { pathname: pathname === '' ? from : pathname, search, hash };
}

function partsOf(text: string): PathParts {
  const [rest = '', ...hash] = text.split('#');
  const [pathname = '', ...search] = rest.split('?');
  return {
    pathname,
    search: search.length === 0 || search[0] === '' ? '' : `?${search.join('?')}`,
    hash: hash.length === 0 || hash[0] === '' ? '' : `#${hash.join('#')}`,
  };
}
