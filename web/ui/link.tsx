/**
 * Links as plain anchors: hundreds stand on a page, and each of the router's own would bring a
 * dozen hooks. One listener on the document (`followLinks`) turns presses into navigations, and
 * before it is there, or without scripts, the browser follows them itself.
 */
import { createContext, useContext, type AnchorHTMLAttributes } from 'react';
import { useLocation } from 'react-router';

/** What stands before every path: '' or the language, `/de`. */
export const LinkBase = createContext('');

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** A path of the shop without language (`/cart`), or a query (`?color=red`) or `#place`. */
  to: string;
  /** Takes the place of the present page in the history. */
  replace?: boolean;
  preventScrollReset?: boolean;
  viewTransition?: boolean;
  /** Plain JSON that the page at the other end reads as its location's state. */
  state?: unknown;
}

export function Link(props: LinkProps) {
  const { to, replace, preventScrollReset, viewTransition, state, children, ...rest } = props;
  const base = useContext(LinkBase);
  const href = to === '/' ? base || '/' : to.startsWith('/') ? base + to : to;
  return (
    <a
      {...rest}
      href={href}
      data-replace={replace ? '' : undefined}
      data-stay={preventScrollReset ? '' : undefined}
      data-morph={viewTransition ? '' : undefined}
      data-state={state === undefined ? undefined : JSON.stringify(state)}
    >
      {children}
    </a>
  );
}

/** A link that says when it leads to this page or, unless `end`, to one above it. */
export function NavLink({ end = false, ...props }: LinkProps & { end?: boolean }) {
  const { pathname } = useLocation();
  const { to } = props;
  const here = pathname === to || (!end && pathname.startsWith(`${to}/`));
  return <Link {...props} aria-current={here ? 'page' : undefined} />;
}

export interface FollowOptions {
  replace: boolean;
  preventScrollReset: boolean;
  viewTransition: boolean;
  state: unknown;
}

/** Calls `go` for presses on links within the shop; everything else stays the browser's. */
export function followLinks(go: (path: string, options: FollowOptions) => void): () => void {
  const follow = (event: MouseEvent) => {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    if (event.defaultPrevented || button !== 0) return;
    if (metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return;
    const link = target.closest('a');
    if (link === null || link.origin !== location.origin || link.hasAttribute('download')) return;
    const elsewhere = link.target !== '' && link.target !== '_self';
    // Another language is another document; so is what is no page.
    if (elsewhere || link.hreflang !== '' || link.dataset['document'] !== undefined) return;
    const samePage = link.pathname === location.pathname && link.search === location.search;
    if (samePage && link.hash !== '') return;
    event.preventDefault();
    const { replace, stay, morph, state } = link.dataset;
    go(link.pathname + link.search + link.hash, {
      replace: replace !== undefined,
      preventScrollReset: stay !== undefined,
      viewTransition: morph !== undefined,
      state: state === undefined ? null : JSON.parse(state),
    });
  };
  document.addEventListener('click', follow);
  return () => document.removeEventListener('click', follow);
}
