import type { ApiProblem } from '../../../client/problem.ts';

export interface Unfinished {
  kind: string;
  id: string;
  reason: string;
}

/** What the API lists as not finished; nothing for a problem of another kind. */
export function unfinishedIn(problem: ApiProblem): Unfinished[] {
  const list = problem.body['unfinished'];
  if (!Array.isArray(list)) return [];
  return list.filter((one: Partial<Unfinished> | null): one is Unfinished => {
    if (one === null || typeof one !== 'object') return false;
    return [one.kind, one.id, one.reason].every((text) => typeof text === 'string');
  });
}

/** Where it can be brought to an end; null when there is nothing to do but wait. */
export function unfinishedPath({ kind, id }: Unfinished): string | null {
  if (kind === 'order') return `/orders/${encodeURIComponent(id)}`;
  return kind === 'checkout' ? `/checkout/${encodeURIComponent(id)}` : null;
}
