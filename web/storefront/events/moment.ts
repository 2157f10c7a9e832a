/** Moments of events: in the zone of the place, whoever looks from wherever. */
import type { Speech } from '../i18n/translate.ts';

const clock = { hour: 'numeric', minute: '2-digit' } as const;
const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;

/** Day, time and zone. */
export function momentAt({ date }: Speech, at: string, zone: string): string {
  return date(at, { ...day, ...clock, timeZone: zone, timeZoneName: 'short' });
}

export function timeAt({ date }: Speech, at: string, zone: string): string {
  return date(at, { ...clock, timeZone: zone });
}
