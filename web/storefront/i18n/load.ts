import type { Messages } from '@lingui/core';
import type { Area } from './areas.ts';
import type { Speech } from './translate.ts';

/** Makes the words of an area known; at once when they are loaded already. */
export type LoadArea = (area: Area) => Promise<void>;

export function areaLoader(speech: Speech, load: (area: Area) => Promise<Messages>): LoadArea {
  const loaded = new Map<Area, Promise<Messages>>();
  return async (area) => {
    const messages = loaded.get(area) ?? load(area);
    loaded.set(area, messages);
    // What could not be loaded is tried again by the next page that needs it.
    messages.catch(() => loaded.delete(area));
    speech.learn(await messages);
  };
}
