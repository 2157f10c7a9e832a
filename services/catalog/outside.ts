// The copy of a catalogue elsewhere: its rows are written as an import writes them, and a product
// that it does not have any more is archived, never deleted.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { SyncChange, SyncEnd } from '#kernel/sync/end.ts';
import { setStatus, type Workshop } from './commands.ts';
import { sendStock, writeChunk } from './import-chunk.ts';
import { mapRow, parseMapping, type Draft, type RowProblem } from './import-map.ts';
import { scopeOf } from './import-run.ts';
import { loadProducts } from './store-product.ts';
import { follow, followed, letGo, outsideTable } from './store-outside.ts';

/** A row that cannot be written as it is; the words are for whoever keeps the catalogue. */
class RowRefused extends Error {}

interface Given {
  sellerId: string;
  value: Record<string, unknown>;
}

export function outsideEnd(shop: Workshop): SyncEnd {
  return {
    table: outsideTable,
    write: async (change) => {
      await writeRows(shop, change);
      for (const { key, version } of change.gone) await archive(shop, key[0] ?? '', version);
    },
  };
}

async function writeRows(shop: Workshop, { rows }: SyncChange): Promise<void> {
  const known = await followed(
    shop.db,
    rows.map((one) => one.key[0] ?? ''),
  );
  const fresh = rows.filter((one) => (known.get(one.key[0] ?? '')?.version ?? 0) <= one.version);
  const first = fresh[0]?.row as Given | undefined;
  if (first === undefined) return;
  const { sellerId } = first;
  const drafts = fresh.map((one, at) => {
    const draft = draftOf((one.row as Given).value, at + 1);
    // What comes back after it was gone is shown again; what somebody hid here stays hidden.
    return known.has(draft.sku) ? draft : { ...draft, status: draft.status ?? 'ACTIVE' };
  });
  const scope = await scopeOf(shop, { sellerId, createCategories: true, dryRun: false });
  const done = await writeChunk(shop, {
    drafts,
    scope,
    also: async (tx, { problems: [problem] }) => {
      if (problem !== undefined) throw new RowRefused(sentenceOf(problem));
      const versions = drafts.map(({ sku, currency }, at) => {
        return { sku, currency, version: fresh[at]?.version ?? 0 };
      });
      await follow(tx, sellerId, versions);
    },
  });
  shop.outbox.poke();
  shop.touched(done.changed);
  await sendStock(shop, done.stock);
}

function draftOf(value: Record<string, unknown>, row: number): Draft {
  const mapping = parseMapping('');
  if (isRefusal(mapping)) throw new Error(mapping.code);
  const draft = mapRow({ row, line: row, value }, mapping, { currency: 'USD' });
  if (!Array.isArray(draft)) return draft;
  throw new RowRefused(draft.map(sentenceOf).join(' '));
}

const sentenceOf = ({ column, expected, got }: RowProblem) =>
  `${column}: expected ${expected}, got ${got}.`;

/** As often as somebody else changes the product just then. */
const archive_tries = 3;

async function archive(shop: Workshop, sku: string, version: number): Promise<void> {
  const known = (await followed(shop.db, [sku])).get(sku);
  if (known === undefined || known.version !== version) return;
  for (let tries = 1; ; tries += 1) {
    const [product] = await loadProducts(shop.db, [known.productId]);
    if (product === undefined || product.status === 'ARCHIVED') break;
    const writer = { sellerIds: null, version: product.version };
    const done = await setStatus(shop, known.productId, { writer, status: 'ARCHIVED' });
    if (!isRefusal(done)) break;
    if (tries === archive_tries) throw new RowRefused(`It cannot be archived: ${done.code}.`);
  }
  await letGo(shop.db, sku, version);
}
