import { useMemo, useState } from 'react';
import { storage } from '../../browser-app.ts';
import type { Checkout } from './machine.ts';
import { methodNames, type Method } from './outcome.ts';

const mark = 'trueshelf.pay-by';

/** The ways that are offered, the one used last first. Only its name is remembered. */
export function usePayMethods({ availablePaymentMethods: offered }: Checkout) {
  const [memory] = useState(storage);
  const [last] = useState(() => memory.getItem(mark));
  const methods = useMemo(() => {
    const known = methodNames.filter((name) => offered.includes(name));
    return known.toSorted((a, b) => Number(b === last) - Number(a === last));
  }, [offered, last]);
  const remember = (method: Method) => memory.setItem(mark, method);
  return { methods, remember };
}
