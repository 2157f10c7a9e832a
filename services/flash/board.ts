// What this process knows of the sales that are on: the documents as text, ready to send, and
// what is needed to read tickets. Read anew twice a second, whatever goes on outside.
import type { Sql } from '#kernel/db/db.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { lineOf, type Line } from './model-line.ts';
import type { Watermark } from './model-watermark.ts';
import { readBoard, type BoardRow } from './store-tick.ts';

const shown_max = 100;

export interface Shown extends Omit<BoardRow, 'mark'> {
  text: string;
  etag: string;
  mark: Watermark;
  /** From the draw on. */
  line: Line | null;
}

export interface Board {
  refresh(): Promise<void>;
  find(saleId: string): Shown | undefined;
  /** Sales that start before that moment and have not. */
  startingBy(moment_ms: number): string[];
}

export function board(db: Sql): Board {
  let shown = new Map<string, Shown>();
  return {
    async refresh() {
      const rows = await readBoard(db, shown_max);
      const next = new Map<string, Shown>();
      for (const row of rows) {
        const known = shown.get(row.saleId);
        const isSame = known?.markVersion === row.markVersion && known.state === row.state;
        next.set(row.saleId, isSame ? known : show(row, known));
      }
      shown = next;
    },
    find: (saleId) => shown.get(saleId),
    startingBy: (moment_ms) =>
      [...shown.values()]
        .filter(({ state }) => state === 'ANNOUNCED' || state === 'PRE_QUEUE')
        .filter(({ mark }) => Date.parse(mark.startsAt) < moment_ms)
        .map(({ saleId }) => saleId),
  };
}

function show({ mark: text, ...row }: BoardRow, known: Shown | undefined): Shown {
  const { saleId, seed, drawn } = row;
  const line = known?.line ?? (drawn === null ? null : lineOf({ saleId, seed, drawn }));
  return { ...row, text, etag: etagOf(text), mark: JSON.parse(text) as Watermark, line };
}
