/** Carts' copy of products as one end of a comparison, and the statement that repairs it. */
import type { Sql } from '#kernel/db/db.ts';
import type { SyncTable } from '#kernel/sync/end.ts';

export const productCopyTable: SyncTable = {
  from: 'variant_copy',
  key: ['variant_id'],
  version: 'version',
  // Version 0 is asked for at this moment.
  where: 'version > 0',
  fields: {
    active: 'active',
    image: 'image_url',
    name: 'name',
    product: 'product_id',
    seller: 'seller_id',
    size: "array_to_string(size_mm, 'x')",
    sku: 'sku',
    tax: 'tax_class',
    weight: 'weight_g',
  },
  gone: 'not active',
};

const AGAIN = `
update variant_copy c set version = c.version - 1
from unnest($1::text[], $2::int[]) i(id, version)
where c.variant_id = i.id and c.version = i.version`;

/** Lets copies that already have this version be written once more, in the same transaction. */
export async function openCopies(
  tx: Sql,
  copies: readonly { variantId: string; version: number }[],
): Promise<void> {
  await tx.run(AGAIN, [copies.map((one) => one.variantId), copies.map((one) => one.version)]);
}
