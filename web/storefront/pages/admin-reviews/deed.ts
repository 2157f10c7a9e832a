/** What an operator can do with a post, and which of it makes sense now; pure. */

export type Deed = 'approve' | 'reject' | 'reject-photos';

export interface Judged {
  state: 'PENDING' | 'PUBLISHED' | 'REJECTED' | 'HIDDEN';
  picturesState: 'NONE' | 'WAITING' | 'SHOWN' | 'REFUSED';
  reports: number;
}

export function deedsOf({ state, picturesState, reports }: Judged): Deed[] {
  const open = state !== 'PUBLISHED' || picturesState === 'WAITING' || reports > 0;
  const refusable = state === 'PENDING' || state === 'PUBLISHED';
  const photos = picturesState === 'WAITING' || picturesState === 'SHOWN';
  return [
    ...(open ? (['approve'] as const) : []),
    ...(refusable ? (['reject'] as const) : []),
    ...(photos ? (['reject-photos'] as const) : []),
  ];
}

/** Keys that work while a post of the list has the focus. */
const keys: Readonly<Record<string, Deed>> = { a: 'approve', r: 'reject', p: 'reject-photos' };

export const deedOfKey = (key: string): Deed | null => keys[key.toLowerCase()] ?? null;

/** Where the focus goes when the list is walked; it stays inside. */
export function stepTo(at: number, key: string, count: number): number | null {
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key.length === 1 ? key.toLowerCase() : key];
  return by === undefined ? null : Math.min(count - 1, Math.max(0, at + by));
}
