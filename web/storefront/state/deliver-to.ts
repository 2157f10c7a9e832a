/** Where things should go, for delivery estimates before an address is given. */
import { store, type Store } from './store.ts';

export interface Place {
  country: string;
  postalCode: string;
  /** Taken from the address book: forgotten when its owner signs out. */
  own?: true;
}

export interface DeliverTo {
  /** Null until chosen, and always on the server, whose pages are the same for everybody. */
  readonly place: Store<Place | null>;
  choose(place: Place): void;
  forgetOwn(): void;
  /** Takes up what was chosen on an earlier visit; after the page has come to life. */
  recall(): void;
}

const mark = 'trueshelf.deliver-to';

export function createDeliverTo(
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): DeliverTo {
  const place = store<Place | null>(null);
  return {
    place,
    choose: (chosen) => {
      place.set(chosen);
      memory.setItem(mark, JSON.stringify(chosen));
    },
    forgetOwn: () => {
      if (place.get()?.own !== true) return;
      place.set(null);
      memory.removeItem(mark);
    },
    recall: () => place.set(read(memory.getItem(mark))),
  };
}

function read(text: string | null): Place | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Place> | null;
    if (typeof value?.country !== 'string' || typeof value.postalCode !== 'string') return null;
    const { country, postalCode } = value;
    return { country, postalCode, ...(value.own === true ? { own: true } : {}) };
  } catch {
    return null;
  }
}

export function placeText({ country, postalCode }: Place): string {
  // As addresses of places without postal codes are kept.
  return postalCode === '00000' ? country : `${country} ${postalCode}`;
}
