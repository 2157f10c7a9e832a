import { useEffect, useState } from 'react';
import type { Speech } from '../i18n/translate.ts';

/** The visitor's own time; on the server, which knows no place, that of the world. */
export function useZone(): 'UTC' | undefined {
  const [zone, setZone] = useState<'UTC' | undefined>('UTC');
  useEffect(() => setZone(undefined), []);
  return zone;
}

/** A moment with its zone, as people tell it. */
export function momentOf({ date }: Speech, time: string, zone: 'UTC' | undefined): string {
  return date(time, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
}

/** What is left until then: `2:03:09`, and days as words of the language. */
export function leftText({ number }: Speech, left_ms: number): string {
  const left_s = Math.max(0, Math.ceil(left_ms / 1_000));
  const two = (value: number) => number(value, { minimumIntegerDigits: 2 });
  const hours = Math.floor(left_s / 3_600);
  const rest = [Math.floor(left_s / 60) % 60, left_s % 60].map(two).join(':');
  if (hours < 48) return hours > 0 ? `${number(hours)}:${rest}` : rest;
  return number(Math.floor(hours / 24), { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
