import { useEffect, useRef, useState } from 'react';
import { useApp } from '../../app.tsx';
import { isWholePostal, tidyPostal, type AddressFields } from './address.ts';
import { filledIn, type Town } from './towns.ts';

/** Typing goes on for so long before the shop is asked. */
const pause_ms = 250;

/**
 * Asks for the towns of the postal code once it is whole and somebody changed it, and fills in
 * what is empty. No answer changes nothing. Gives the towns to choose from and what was filled in.
 */
export function useTown(typed: AddressFields, onChange: (change: Partial<AddressFields>) => void) {
  const { api } = useApp();
  const { country } = typed;
  const code = tidyPostal(country, typed.postalCode);
  const [towns, setTowns] = useState<readonly Town[]>([]);
  const [filled, setFilled] = useState('');
  const ours = useRef({ city: '', state: '' });
  const asked = useRef(`${country} ${code}`);
  const latest = useRef({ typed, onChange });
  latest.current = { typed, onChange };
  useEffect(() => {
    const key = `${country} ${code}`;
    if (asked.current === key) return undefined;
    setTowns([]);
    setFilled('');
    if (!isWholePostal(country, code)) {
      asked.current = '';
      return undefined;
    }
    const over = new AbortController();
    const timer = setTimeout(() => {
      asked.current = key;
      const query = { country, postalCode: code };
      // As nobody: a session that has ended is no reason to stop somebody who types.
      api.request('GET /shipping/places', { query, signal: over.signal, token: null }).then(
        ({ places }) => {
          if (over.signal.aborted) return;
          setTowns(places);
          const now = latest.current;
          const change = filledIn(now.typed, { towns: places, ours: ours.current });
          if (Object.keys(change).length === 0) return;
          ours.current = { ...ours.current, ...change };
          setFilled(change.city ?? '');
          now.onChange(change);
        },
        () => undefined,
      );
    }, pause_ms);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [api, country, code]);
  return { towns, filled };
}
