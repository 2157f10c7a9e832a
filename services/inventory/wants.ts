import type { Clock } from '#kernel/core/clock.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { Sql } from '#kernel/db/db.ts';
import { wants_ms } from './contract.ts';
import * as store from './store-want.ts';

/** Two shoppers prove to everybody, the first of them included, that somebody else is waiting. */
const holdersPerVariant_max = 2;
/** A crowd that is refused writes about a variant this often, not each time. */
const note_ms = 30_000;
const variants_max = 10_000;

interface Needs {
  db: Sql;
  clock: Clock;
  log: Logger;
}

export type Wants = ReturnType<typeof wantNotes>;

/** Remembers who was refused, so that whoever asks to keep units for longer can be told. */
export function wantNotes({ db, clock, log }: Needs) {
  const noted = new Map<string, { holder: string; until_ms: number }[]>();

  /** Whether writing this would say anything new. */
  function isNews(variantId: string, holder: string): boolean {
    const now_ms = clock.monotonic();
    const fresh = (noted.get(variantId) ?? []).filter((one) => one.until_ms > now_ms);
    if (fresh.length >= holdersPerVariant_max || fresh.some((one) => one.holder === holder)) {
      return false;
    }
    if (noted.size >= variants_max) noted.clear();
    noted.set(variantId, [...fresh, { holder, until_ms: now_ms + note_ms }]);
    return true;
  }

  return {
    /** A hint, not a fact that anything else depends on: a failure is logged, and that is all. */
    async note(holder: string, items: readonly store.Want[]): Promise<void> {
      const news = items.filter((item) => isNews(item.variantId, holder));
      if (news.length === 0) return;
      try {
        await store.noteWants(db, holder, news);
      } catch (error) {
        log.warn({ err: error }, 'who was refused could not be noted');
      }
    },
    /** What of a hold others were lately refused, and is still too little for. One statement. */
    async wanted(of: { sagaId: string; holder: string }): Promise<{ variantIds: string[] }> {
      return { variantIds: await store.wantedOf(db, { ...of, within_ms: wants_ms }) };
    },
    sweep: () => store.forgetWants(db, wants_ms),
  };
}
