import { useEffect, useState } from 'react';
import { betterBase, serverNow, type Base } from '../pages/checkout/clock.ts';
import type { Mark } from '../queue/place.ts';

export interface Watch {
  /** Null until it was read. */
  mark: Mark | null;
  /** The server's clock. */
  base: Base | null;
  /** The last look brought nothing. */
  lost: boolean;
}

const first: Watch = { mark: null, base: null, lost: false };
const pause_s_max = 60;

const timeout_ms = 15_000;

/** Not what this browser kept, which may say that there is time; caches in front may answer. */
async function read(saleId: string, over: AbortSignal): Promise<{ body: Mark; date_ms: number }> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(timeout_ms)]);
  const at = `/api/v1/flash-sales/${encodeURIComponent(saleId)}/watermark`;
  const reply = await fetch(at, { cache: 'no-cache', signal });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  const date_ms = Date.parse(reply.headers.get('date') ?? '');
  return { body: (await reply.json()) as Mark, date_ms: Number.isFinite(date_ms) ? date_ms : 0 };
}

/** The sale's document, read anew as often as it asks for, and not while nobody looks. */
export function useMark(saleId: string): Watch {
  const [watch, setWatch] = useState(first);
  useEffect(() => {
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause_s = 2;
    const look = async () => {
      clearTimeout(timer);
      if (document.hidden || over.signal.aborted) return;
      try {
        const asked_ms = performance.now();
        const { body, date_ms } = await read(saleId, over.signal);
        const server_ms = Math.max(date_ms, Date.parse(body.serverTime));
        const base = { server_ms, local_ms: (asked_ms + performance.now()) / 2 };
        pause_s = body.refresh_s;
        setWatch((before) => ({ mark: body, base: betterBase(before.base, base), lost: false }));
      } catch {
        if (over.signal.aborted) return;
        pause_s = Math.min(pause_s_max, pause_s * 2);
        setWatch((before) => ({ ...before, lost: true }));
      }
      timer = setTimeout(() => void look(), pause_s * (1 + Math.random() / 5) * 1_000);
    };
    const again = () => void look();
    again();
    document.addEventListener('visibilitychange', again);
    addEventListener('online', again);
    return () => {
      over.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', again);
      removeEventListener('online', again);
    };
  }, [saleId]);
  return watch;
}

/** The server's clock, anew each second; null before it is known. */
export function useServerNow(base: Base | null): number | null {
  const [, render] = useState(0);
  useEffect(() => {
    if (base === null) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) render((before) => before + 1);
    }, 1_000);
    return () => clearInterval(timer);
  }, [base]);
  return base === null ? null : serverNow(base, performance.now());
}
