import { useCallback, useEffect, useState } from 'react';
import { problemIn, type ApiProblem } from '../../client/problem.ts';
import { useApp } from '../app.tsx';
import { betterBase, type Base } from '../pages/checkout/clock.ts';
import type { Booking } from './words.ts';

export interface Followed {
  booking: Booking | null;
  /** The server's clock. */
  base: Base | null;
  problem: ApiProblem | null;
  /** The reply of a write, which is the state to show. */
  take(booking: Booking): void;
  look(): void;
}

interface Seen {
  booking: Booking;
  base: Base;
}

const pause_ms = 1_500;

/** What waits for its payment, or whose time is over and is about to end, is read again. */
function isMoving({ booking, base }: Seen): boolean {
  if (booking.state === 'PENDING') return true;
  if (booking.state !== 'HELD' || booking.expiresAt === null) return false;
  const passed_ms = performance.now() - base.local_ms;
  return Date.parse(booking.expiresAt) <= base.server_ms + passed_ms + pause_ms;
}

/** A booking, never older than what was seen of it, followed until it has ended. */
export function useBooking(bookingId: string): Followed {
  const { api } = useApp();
  const [seen, setSeen] = useState<Seen | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [round, setRound] = useState(0);
  const take = useCallback((booking: Booking) => {
    const next = { server_ms: Date.parse(booking.serverTime), local_ms: performance.now() };
    setSeen((before) => {
      if (before?.booking.bookingId !== booking.bookingId) return { booking, base: next };
      const newest = before.booking.version > booking.version ? before.booking : booking;
      return { booking: newest, base: betterBase(before.base, next) };
    });
  }, []);
  const look = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => {
    const over = new AbortController();
    const call = { params: { bookingId }, signal: over.signal };
    api.request('GET /bookings/{bookingId}', call).then(
      (booking) => {
        setProblem(null);
        take(booking);
      },
      (error: unknown) => {
        if (over.signal.aborted) return;
        const found = problemIn(error);
        if (found === null) throw error;
        setProblem(found);
      },
    );
    return () => over.abort();
  }, [api, bookingId, round, take]);
  useEffect(() => {
    const again = () => {
      if (!document.hidden && seen !== null && isMoving(seen)) look();
    };
    const timer = setInterval(again, pause_ms);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [seen, look]);
  const booking = seen?.booking.bookingId === bookingId ? seen.booking : null;
  return { booking, base: seen?.base ?? null, problem, take, look };
}
