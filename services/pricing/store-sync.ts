import type { SyncEnds } from '#kernel/sync/end.ts';

const base = 'coalesce(told_base_minor, base_minor)';
const sale = 'case when told_base_minor is null then sale_minor else told_sale_minor end';

/** Where copies of prices come from: what was told of them, which rules may have moved. */
export const pricingEnds: SyncEnds = {
  prices: {
    table: {
      from: 'price',
      key: ['variant_id', 'currency'],
      version: 'version',
      fields: { base, sale },
      changed: 'updated_at',
      row: "json_build_object('base_minor', " + base + ", 'sale_minor', " + sale + ')',
      where: 'version > 0',
    },
  },
};
