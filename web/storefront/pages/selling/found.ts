/** What a seller found in a parcel, as typed; pure. */

export interface Finding {
  lineNo: number;
  received: string;
  restock: string;
  warehouseId: string;
}

const count = (text: string): number | null => (/^\d{1,7}$/.test(text) ? Number(text) : null);

/** Which field cannot be; null: all is well. */
export function wrongFinding(
  one: Finding | undefined,
  announced: number,
): 'received' | 'restock' | null {
  const received = one === undefined ? null : count(one.received);
  if (received === null || received > announced) return 'received';
  const restock = count(one?.restock ?? '');
  return restock === null || restock > received ? 'restock' : null;
}

/** Every unit that came goes one way or the other. */
export const writtenOff = (one: Finding): number => Number(one.received) - Number(one.restock);

/** Units of lines as the routes take them: `1:2,3:1`; null where there are none. */
export function itemsText(units: readonly { lineNo: number; quantity: number }[]): string | null {
  const some = units.filter(({ quantity }) => quantity > 0);
  if (some.length === 0) return null;
  return some.map(({ lineNo, quantity }) => `${lineNo}:${quantity}`).join(',');
}
