import { useEffect, useState } from 'react';

/** By the link of a mail, or by an offer to the account that is here. */
export interface Offered {
  token?: string;
  handOverId?: string;
}

const name = 'trueshelf.offer';

function kept(): Offered {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '{}') as Offered;
  } catch {
    return {};
  }
}

export function forgetOffered(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing is kept then.
  }
}

/**
 * What the address offers, taken out of it, and kept in this tab while somebody signs in. Null
 * until the page has come to life; empty where there is nothing.
 */
export function useOffered(): Offered | null {
  const [offered, setOffered] = useState<Offered | null>(null);
  useEffect(() => {
    const hash = new URLSearchParams(location.hash.slice(1));
    const [token, handOverId] = [hash.get('token'), hash.get('offer')];
    const found = { ...(token ? { token } : {}), ...(handOverId ? { handOverId } : {}) };
    if (Object.keys(found).length === 0) {
      setOffered((before) => before ?? kept());
      return;
    }
    history.replaceState(history.state, '', location.pathname);
    try {
      sessionStorage.setItem(name, JSON.stringify(found));
    } catch {
      // Who signs in opens the mail once more.
    }
    setOffered(found);
  }, []);
  return offered;
}
