import type { SignedIn } from '../../state/session.ts';

type Change = NonNullable<SignedIn['cart']>['changes'][number];

export type MergedKind = 'added' | 'raised' | 'capped' | 'dropped';

export interface MergedLine {
  variantId: string;
  name: string;
  kind: MergedKind;
  /** Units before; of a line that was capped or dropped, those that were wanted. */
  from: number;
  to: number;
}

const kinds: Partial<Record<Change['type'], MergedKind>> = {
  added: 'added',
  'quantity-raised': 'raised',
  'quantity-capped': 'capped',
  'line-dropped': 'dropped',
};
const weight: readonly MergedKind[] = ['dropped', 'capped', 'raised', 'added'];

/**
 * What became of each thing when carts were put together. The server tells every step, and one
 * line may have several (raised by the first cart, capped by the second): here each thing is
 * named once, by the step that matters most, with its last quantity; what was lost comes first.
 */
export function mergedLines(changes: readonly Change[]): MergedLine[] {
  const lines = new Map<string, MergedLine>();
  for (const { type, variantId, name, from, to } of changes) {
    const kind = kinds[type];
    if (kind === undefined) continue;
    const before = lines.get(variantId);
    const line = { variantId, name, kind, from, to };
    if (before === undefined) lines.set(variantId, line);
    else lines.set(variantId, joined(before, line));
  }
  return [...lines.values()].toSorted((a, b) => weight.indexOf(a.kind) - weight.indexOf(b.kind));
}

function joined(before: MergedLine, next: MergedLine): MergedLine {
  const worse = weight.indexOf(next.kind) < weight.indexOf(before.kind) ? next : before;
  const isLoss = worse.kind === 'capped' || worse.kind === 'dropped';
  const to = isLoss ? worse.to : Math.max(before.to, next.to);
  return { ...worse, from: isLoss ? worse.from : before.from, to };
}
