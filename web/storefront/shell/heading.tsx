import { useLayoutEffect, useRef, type ReactNode } from 'react';

/** The focus to what the page is about: where it was is no more. */
export function toHeading(options: FocusOptions = {}): void {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus(options);
}

/**
 * The first heading of a page whose shape comes before its data. A change of page gives the focus
 * to the heading; when this one goes and another takes its place, the focus goes along.
 */
export function Heading({ className, children }: { className: string; children: ReactNode }) {
  const own = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const heading = own.current;
    return () => {
      if (heading === null || document.activeElement !== heading) return;
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) toHeading({ preventScroll: true });
      });
    };
  }, []);
  return (
    <h1 ref={own} className={className}>
      {children}
    </h1>
  );
}
