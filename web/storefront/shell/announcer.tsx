import { useEffect, useRef, useState } from 'react';
import { useLocation, useMatches, useNavigation, useParams } from 'react-router';
import { useApp } from '../app.tsx';
import type { Handle } from '../page.ts';
import { titleOf } from './title.ts';

/**
 * After a change of page without a new document: sets its title, tells it to screen readers and
 * moves the focus to the page's heading. A change of filters keeps the focus where it is.
 */
export function Announcer() {
  const app = useApp();
  const { pathname, search, state: carried } = useLocation();
  const params = useParams();
  const matches = useMatches();
  const { state } = useNavigation();
  const [said, setSaid] = useState('');
  const before = useRef(pathname);
  const match = matches.findLast((one) => one.handle !== undefined);
  const handle = match?.handle as Handle<unknown> | undefined;
  const data = match?.loaderData;
  useEffect(() => {
    // On an error page the heading says it all, and the page's data is not there.
    const ready = handle !== undefined && data !== undefined;
    const url = new URL(location.href);
    const title = ready ? handle.meta({ data, app, params, url }).title : undefined;
    if (title !== undefined) document.title = titleOf(title);
    if (before.current === pathname) return;
    before.current = pathname;
    // The same page under another address, while somebody types on it.
    if ((carried as { keepFocus?: boolean } | null)?.keepFocus === true) return;
    const heading = document.querySelector<HTMLElement>('main h1');
    setSaid(title ?? heading?.textContent ?? '');
    if (location.hash !== '' || heading === null) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [pathname, search, carried, handle, data, app, params]);
  return (
    <>
      <p role="status" className="unseen">
        {said}
      </p>
      {state === 'loading' && (
        <div
          aria-hidden="true"
          className="fixed inset-x-0 top-0 z-50 h-0.5 origin-[0_0] animate-pulse bg-accent"
        />
      )}
    </>
  );
}
