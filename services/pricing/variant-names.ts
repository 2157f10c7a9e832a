/** What variants are called, beside prices that only know their ids. */
import { Type } from 'typebox';
import { isAway } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);

/** null: the catalogue does not know it, or does not answer now. */
export const variantNames = { productName: nullable, variantName: nullable };

export interface VariantNames {
  productName: string | null;
  variantName: string | null;
}

/** One question for a page of rows, at most 200; none has a name where the catalogue is away. */
export async function namesOf(
  catalog: Pick<Client<typeof catalogCalls>, 'variants'>,
  rows: readonly { variantId: string }[],
): Promise<(variantId: string) => VariantNames> {
  const variantIds = [...new Set(rows.map((row) => row.variantId))];
  if (variantIds.length === 0) return () => ({ productName: null, variantName: null });
  const found = await catalog.variants({ variantIds }).catch((error: unknown) => {
    if (!isAway(error)) throw error;
    return { variants: [] };
  });
  const known = new Map((isRefusal(found) ? [] : found.variants).map((v) => [v.variantId, v]));
  return (variantId) => {
    const { productName = null, name = null } = known.get(variantId) ?? {};
    return { productName, variantName: name };
  };
}
