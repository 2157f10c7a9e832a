/**
 * Asks OpenSearch while it is well, and the engine in memory when it is away, slow, red or behind:
 * then answers say `limited`. Both are the room's own, so what is shown is the same kind of truth.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Engine, EngineQuery } from './engine.ts';
import { offset_max } from './model.ts';
import { EngineAway, type OpenSearch } from './opensearch.ts';
import { alias } from './opensearch-index.ts';

/** Behind by more than this, the index is not asked. */
export const behind_s_max = 10;
const look_every_ms = 2_000;
const look_ms_max = 1_000;
/** After a failure it is left alone for so long, twice as long each time. */
const rest_ms_min = 500;
const rest_ms_max = 30_000;

export interface SwitchNeeds {
  clock: Pick<Clock, 'monotonic'>;
  log: { warn(detail: object, message: string): void };
  search: OpenSearch;
  /** Seconds that the index is behind; null while there is none. */
  lag(): Promise<number | null>;
}

export interface SwitchedEngine extends Engine {
  /** Why OpenSearch is not asked now; null when it is. */
  reason(): string | null;
  /** Looks how it is; never rejects. */
  look(): Promise<void>;
}

class Health {
  private readonly needs: SwitchNeeds;
  private why: string | null = 'not looked at yet';
  private rest_ms = rest_ms_min;
  private restUntil_ms = -Infinity;

  constructor(needs: SwitchNeeds) {
    this.needs = needs;
  }

  get reason(): string | null {
    const isResting = this.needs.clock.monotonic() < this.restUntil_ms;
    return isResting ? (this.why ?? 'failed a moment ago') : this.why;
  }

  failed(error: unknown): void {
    const { clock, log } = this.needs;
    const isSame = this.why !== null;
    this.why = error instanceof Error ? error.message : 'failed';
    this.restUntil_ms = clock.monotonic() + this.rest_ms;
    this.rest_ms = Math.min(rest_ms_max, this.rest_ms * 2);
    if (!isSame) log.warn({ why: this.why }, 'searches are answered from memory');
  }

  async look(): Promise<void> {
    const { clock, search } = this.needs;
    if (clock.monotonic() < this.restUntil_ms) return;
    try {
      const path = `/_cluster/health/${alias}?timeout=500ms`;
      const health = await search.ask({ method: 'GET', path, timeout_ms: look_ms_max });
      if (health['status'] === 'red') throw new EngineAway('the index is red');
      const lag_s = await this.needs.lag();
      if (lag_s === null) throw new EngineAway('there is no index yet');
      if (lag_s > behind_s_max) throw new EngineAway(`the index is ${Math.round(lag_s)} s behind`);
      this.why = null;
      this.rest_ms = rest_ms_min;
    } catch (error) {
      this.failed(error);
      // A look costs little: it is looked at again as usual.
      this.restUntil_ms = Math.min(this.restUntil_ms, clock.monotonic() + look_every_ms);
    }
  }
}

/** Points of two engines do not compare: by relevance a page goes on at its place in the order. */
function byPlace(query: EngineQuery): EngineQuery {
  const { sort, after, seen } = query;
  if (sort !== 'relevance' || after === null || seen === undefined) return query;
  return seen > offset_max ? query : { ...query, after: null, offset: seen };
}

/** `main` while it is well, else `spare`. */
export function switchedEngine(needs: SwitchNeeds, main: Engine, spare: Engine): SwitchedEngine {
  const health = new Health(needs);
  const either = async <T extends object>(ask: (engine: Engine) => Promise<T>) => {
    if (health.reason === null) {
      try {
        return await ask(main);
      } catch (error) {
        if (!(error instanceof EngineAway)) throw error;
        health.failed(error);
      }
    }
    return { ...(await ask(spare)), limited: true };
  };
  return {
    find: (query) => either((engine) => engine.find(byPlace(query))),
    suggest: (typed, currency) => either((engine) => engine.suggest(typed, currency)),
    async stamp() {
      const both = await Promise.all([main.stamp(), spare.stamp()]);
      return `${health.reason === null} ${both.join()}`;
    },
    reason: () => health.reason,
    look: () => health.look(),
  };
}

export const lookAtEngine_every_ms = look_every_ms;
