/** On the server every language is at hand; the browser gets addresses of the ones it needs. */
import type { Messages } from '@lingui/core';
import type { Area } from './areas.ts';
import type { Locale } from './locale.ts';

const files = import.meta.glob<{ default: Messages }>('./locales/*/*.json');

export async function messagesOf(locale: Locale, area: Area): Promise<Messages> {
  const file = files[`./locales/${locale}/${area}.json`];
  if (file === undefined) throw new Error(`there are no messages ${locale}/${area}`);
  return (await file()).default;
}
