import { Link } from './link.tsx';
import { Icon } from './icon.tsx';

export interface Crumb {
  name: string;
  /** The last one, which is the page itself, has none. */
  to?: string;
}

export function Breadcrumb({ crumbs, label }: { crumbs: readonly Crumb[]; label: string }) {
  return (
    <nav aria-label={label} className="text-sm text-muted">
      <ol className="rail items-center gap-1.5 whitespace-nowrap">
        {crumbs.map(({ name, to }, at) => (
          <li key={to ?? name} className="flex items-center gap-1.5">
            {at > 0 && <Icon name="chevron" className="size-3.5 rtl:-scale-x-100" />}
            {to === undefined ? (
              <span aria-current="page" className="text-ink">
                {name}
              </span>
            ) : (
              <Link
                to={to}
                className="target inline-flex items-center hover:text-ink hover:underline"
              >
                {name}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
