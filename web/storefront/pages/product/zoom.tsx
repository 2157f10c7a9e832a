import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { moved, pressed, step, whole, zoomed, type View } from './view.ts';

export interface ZoomProps {
  pictures: readonly { url: string; alt: string }[];
  /** The one to begin with. */
  first: number;
  name: string;
  onClose(): void;
}

type Point = { x: number; y: number };

/** Where on the frame, as shares of it from its middle. */
function pointOf(frame: HTMLElement, at: { clientX: number; clientY: number }): Point {
  const box = frame.getBoundingClientRect();
  return {
    x: (at.clientX - box.left) / box.width - 0.5,
    y: (at.clientY - box.top) / box.height - 0.5,
  };
}

/** One finger or the mouse moves it, two fingers and the wheel change its size. */
function useHands(change: (how: (view: View) => View) => void) {
  const frame = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, Point>());
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    // React listens to wheels without being able to stop the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const point = pointOf(current, event);
      change((view) => zoomed(view, event.deltaY < 0 ? 1.15 : 1 / 1.15, point));
    };
    current.addEventListener('wheel', wheel, { passive: false });
    return () => current.removeEventListener('wheel', wheel);
  }, [change]);
  const down = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, pointOf(event.currentTarget, event));
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = pointOf(event.currentTarget, event);
    const [other] = [...fingers.current].flatMap(([id, at]) =>
      id === event.pointerId ? [] : [at],
    );
    fingers.current.set(event.pointerId, now);
    if (other === undefined) {
      change((view) => moved(view, { x: now.x - before.x, y: now.y - before.y }));
      return;
    }
    const far = (a: Point) => Math.hypot(a.x - other.x, a.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (far(before) > 0.01) change((view) => zoomed(view, far(now) / far(before), middle));
  };
  const up = (event: PointerEvent) => void fingers.current.delete(event.pointerId);
  return {
    ref: frame,
    onPointerDown: down,
    onPointerMove: move,
    onPointerUp: up,
    onPointerCancel: up,
  };
}

/** The pictures as large as the screen, and larger; loaded when somebody asks for it. */
export default function Zoom({ pictures, first, name, onClose }: ZoomProps) {
  const { t } = useSpeech();
  const [at, setAt] = useState(first);
  const [view, setView] = useState(whole);
  const hands = useHands(setView);
  const [picture] = pictures.slice(at);
  const turn = (by: number) => {
    setAt((at + by + pictures.length) % pictures.length);
    setView(whole);
  };
  useEffect(() => {
    const { current } = hands.ref;
    // The size and place of it cannot be classes, and styles may only be set by script.
    const shown = current?.querySelector<HTMLElement>('img');
    if (shown === null || shown === undefined) return;
    shown.style.transform = `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})`;
  }, [view, at, hands.ref]);
  if (picture === undefined) return null;
  const key = (name_: string) => {
    const next = pressed(view, name_);
    if (next !== null) setView(next);
    else if (name_ === 'PageDown' && pictures.length > 1) turn(1);
    else if (name_ === 'PageUp' && pictures.length > 1) turn(-1);
    else return false;
    return true;
  };
  return (
    <Dialog open onClose={onClose} title={name} closeLabel={t('close')} shape="wide">
      <div
        {...hands}
        role="group"
        aria-label={t('buying.zoom.how')}
        tabIndex={0}
        data-zoom={view.scale.toFixed(2)}
        className="mx-auto w-[min(100%,calc(100dvh-12rem))] touch-none cursor-grab overflow-hidden rounded-md select-none"
        onDoubleClick={() => setView(view.scale > 1 ? whole : zoomed(whole, step * step))}
        onKeyDown={(event) => {
          if (key(event.key)) event.preventDefault();
        }}
      >
        <Picture
          src={picture.url}
          alt={picture.alt}
          sizes="(min-width: 40rem) 136rem, 360vw"
          className="pointer-events-none w-full"
        />
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={() => setView(zoomed(view, step))}>
          {t('buying.zoom.in')}
        </Button>
        <Button size="sm" onClick={() => setView(zoomed(view, 1 / step))}>
          {t('buying.zoom.out')}
        </Button>
        {pictures.length > 1 && (
          <span className="ms-auto flex items-center gap-2">
            <Turn
              label={t('buying.zoom.before')}
              className="-scale-x-100 rtl:scale-x-100"
              onTurn={() => turn(-1)}
            />
            <span className="figures text-sm text-muted" role="status">
              {t('buying.zoom.of', { nth: at + 1, count: pictures.length })}
            </span>
            <Turn
              label={t('buying.zoom.next')}
              className="rtl:-scale-x-100"
              onTurn={() => turn(1)}
            />
          </span>
        )}
      </div>
    </Dialog>
  );
}

interface TurnProps {
  label: string;
  /** Which way the arrow points. */
  className: string;
  onTurn(): void;
}

function Turn({ label, className, onTurn }: TurnProps) {
  return (
    <button
      type="button"
      aria-label={label}
      className="grid size-11 place-items-center rounded-full hover:bg-surface"
      onClick={onTurn}
    >
      <Icon name="chevron" className={`size-5 ${className}`} />
    </button>
  );
}
