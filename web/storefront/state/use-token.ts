import { useEffect, useState } from 'react';

/**
 * What a link of a mail proves, taken out of the address so that it leaves no trace. Null until the
 * page has come to life; '' when the address carries none.
 */
export function useToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const found = new URLSearchParams(location.hash.slice(1)).get('token');
    // A second look must not lose what the first one has taken out.
    if (found === null) setToken((before) => before ?? '');
    else {
      history.replaceState(history.state, '', location.pathname);
      setToken(found);
    }
  }, []);
  return token;
}
