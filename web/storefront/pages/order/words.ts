/** Days and times of orders as people read them. */
import type { Speech } from '../../i18n/translate.ts';

const day = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const moment = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;

/** A date without a time, the same in every time zone. */
export const dayText = ({ date }: Speech, iso: string): string => date(iso, day);

export function daysText(speech: Speech, { from, to }: { from: string; to: string }): string {
  if (from === to) return dayText(speech, to);
  return speech.t('orders.days', { from: dayText(speech, from), to: dayText(speech, to) });
}

export const momentText = ({ date }: Speech, iso: string): string => date(iso, moment);
