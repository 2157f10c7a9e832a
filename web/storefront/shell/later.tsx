import { useEffect, useRef, useState, type ComponentType } from 'react';
import { useApp } from '../app.tsx';
import type { Area } from '../i18n/areas.ts';

export interface LaterOptions<P extends object> {
  load(): Promise<{ default: ComponentType<P> }>;
  /** Its words, loaded with it. */
  area: Area;
}

/** A part with its words, once it is wanted; null until it is here. */
export function useLater<P extends object>(
  { load, area }: LaterOptions<P>,
  wanted: boolean,
): ComponentType<P> | null {
  const { learn } = useApp();
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  const options = useRef({ load, area });
  useEffect(() => {
    if (!wanted) return undefined;
    let over = false;
    const { load: fetchPart, area: words } = options.current;
    // What does not come is left out: a page is whole without it.
    Promise.all([fetchPart(), learn(words)]).then(
      ([module]) => {
        if (!over) setPart(() => module.default);
      },
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [wanted, learn]);
  return Part;
}

/** A part that nobody waits for: loaded when its place comes near the screen. */
export function Later<P extends object>(props: LaterOptions<P> & { given: P; className?: string }) {
  const { given, className } = props;
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting === true) setNear(true);
      },
      { rootMargin: '400px' },
    );
    watch.observe(current);
    return () => watch.disconnect();
  }, []);
  const Part = useLater(props, near);
  return (
    <div ref={place} className={className}>
      {Part !== null && <Part {...given} />}
    </div>
  );
}
