/** Rules and promotions that made no sense of a line and were left out: told, counted, shown. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sample } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { Broken } from './model-unit.ts';

/** How long one that broke is shown as broken. */
const shown_ms = 3_600_000;
const kept_max = 1_000;
/** One that breaks at every quote is written into the log once in this time. */
const quiet_ms = 60_000;

export interface Breaks {
  note(broken: readonly Broken[]): void;
  /** Why one was left out in the last hour; null: it was not. */
  of(ref: string): string | null;
  samples(): Sample[];
}

/** What this process saw break. */
export function keepBreaks({ clock, log }: { clock: Clock; log: Logger }): Breaks {
  const seen = new Map<string, { why: string; at_ms: number; told_ms: number }>();
  const isFresh = (at_ms: number) => clock.now() - at_ms < shown_ms;
  let total = 0;
  return {
    note(broken) {
      for (const { ref, why } of broken) {
        const at_ms = clock.now();
        const known = seen.get(ref);
        const isQuiet = known !== undefined && at_ms - known.told_ms < quiet_ms;
        total += 1;
        if (!isQuiet) log.error({ ref, why }, 'a rule or promotion is broken and left out');
        const [oldest] = seen.keys();
        if (seen.size >= kept_max && !known && oldest !== undefined) seen.delete(oldest);
        seen.set(ref, { why, at_ms, told_ms: isQuiet ? known.told_ms : at_ms });
      }
    },
    of(ref) {
      const known = seen.get(ref);
      return known && isFresh(known.at_ms) ? known.why : null;
    },
    samples() {
      const now = [...seen.values()].filter((one) => isFresh(one.at_ms)).length;
      return [
        { name: 'trueshelf_pricing_broken_rules', labels: {}, value: now },
        { name: 'trueshelf_pricing_rule_breaks_total', labels: {}, value: total },
      ];
    },
  };
}
