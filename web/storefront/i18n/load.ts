import type { Messages } from '@lingui/core';
import type { Area } from './areas.ts';
import type { Locale } from './locale.ts';
import type { Speech } from './translate.ts';

const files = import.meta.glob<{ default: Messages }>('./locales/*/*.json');

const loaded = new Map<string, Promise<Messages>>();

/** Makes the words of an area known; at once when they are loaded already. */
export async function loadArea(speech: Speech, area: Area): Promise<void> {
  const path = messagesPath(speech.locale, area);
  const messages = loaded.get(path) ?? files[path]?.().then((module) => module.default);
  if (messages === undefined) throw new Error(`there are no messages ${path}`);
  loaded.set(path, messages);
  speech.learn(await messages);
}

export function messagesPath(locale: Locale, area: Area): string {
  return `./locales/${locale}/${area}.json`;
}
