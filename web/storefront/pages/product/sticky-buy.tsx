import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';

export interface StickyBuyProps {
  /** The price as it stands above; null without one. */
  price: string | null;
  busy: boolean;
  onAdd(): void;
}

/** On a phone the way to buy stays in reach when the form has been scrolled past. */
export default function StickyBuy({ price, busy, onAdd }: StickyBuyProps) {
  const { t } = useSpeech();
  const mark = useRef<HTMLSpanElement>(null);
  const [past, setPast] = useState(false);
  useEffect(() => {
    const { current } = mark;
    if (current === null) return undefined;
    const watch = new IntersectionObserver(([seen]) => {
      setPast(seen !== undefined && !seen.isIntersecting && seen.boundingClientRect.top < 0);
    });
    watch.observe(current);
    return () => watch.disconnect();
  }, []);
  return (
    <>
      <span ref={mark} aria-hidden="true" data-bar-comes />
      {past && (
        <div
          data-bar
          className="fixed inset-x-0 bottom-0 z-40 flex items-center gap-4 border-t border-line bg-canvas px-4 py-3 md:hidden"
        >
          {price !== null && (
            <span suppressHydrationWarning className="figures text-lg font-semibold">
              {price}
            </span>
          )}
          <Button kind="primary" className="ms-auto min-w-40" busy={busy} onClick={onAdd}>
            {t('add')}
          </Button>
        </div>
      )}
    </>
  );
}
