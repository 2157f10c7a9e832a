/** Rules as operators keep them: saved with their version, switched, listed. */
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { ruleFaults } from './model-check.ts';
import type { PriceRule } from './model-rule.ts';
import { lockPromotions } from './store-promotion.ts';
import * as store from './store-rule.ts';

/** Not over yet, switched off or not: as many as a price stays fast with. */
export const rules_max = 500;

export interface Rules {
  /** `version`: of the one that is changed; null: a new one, or whatever version it has. */
  save(of: Save): Promise<store.RuleRow | Refusal>;
  /** Switches on or off, whatever version it has. */
  turn(of: { id: string; enabled: boolean; actor: string }): Promise<store.RuleRow | Refusal>;
  find(id: string): Promise<store.RuleRow | undefined>;
  page(below: string, limit: number): Promise<store.RuleRow[]>;
}

interface Save {
  /** With an empty id: a new one. */
  rule: PriceRule;
  version: number | null;
  actor: string;
}

export const ruleOf = ({ definition, enabled, ruleId }: store.RuleRow): PriceRule => ({
  ...definition,
  ruleId,
  enabled,
});

/** `reload`: what was saved is in force in this process when it is done. */
export function keepRules(ctx: RoomContext, reload: () => Promise<void>): Rules {
  const { db } = ctx;
  const saved = async (id: string | Refusal) => {
    if (typeof id !== 'string') return id;
    ctx.outbox.poke();
    await reload();
    return (await store.readRule(db, id)) ?? refuse('not-found', { what: 'rule' });
  };
  return {
    save: async (of) => saved(await save(ctx, of)),
    turn: async ({ id, enabled, actor }) => {
      const row = await store.readRule(db, id);
      if (!row) return refuse('not-found', { what: 'rule' });
      return saved(await save(ctx, { rule: { ...ruleOf(row), enabled }, version: null, actor }));
    },
    find: (id) => store.readRule(db, id),
    page: (below, limit) => store.readRules(db, below, limit),
  };
}

/** Checks and writes, one at a time; gives the id. */
async function save(
  { db }: RoomContext,
  { rule, version, actor }: Save,
): Promise<string | Refusal> {
  const id = rule.ruleId === '' ? newId('rul') : rule.ruleId;
  const whole = { ...rule, ruleId: id };
  const meta = eventMeta();
  return db.tx(async (tx) => {
    await lockPromotions(tx);
    const now = await store.readRule(tx, id);
    if (rule.ruleId !== '' && !now) return refuse('not-found', { what: 'rule' });
    if (now && version !== null && version !== now.version) return refuse('precondition-failed');
    if (!now && (await store.readLiveRules(tx, rules_max)).length >= rules_max) {
      return refuse('too-many-rules', { max: rules_max });
    }
    // Switching off is always possible.
    const faults = whole.enabled ? ruleFaults(whole) : [];
    if (faults.length > 0) {
      return refuse('validation-failed', {
        rule: whole.name,
        errors: faults.map(({ field, detail }) => {
          return { pointer: `/${field}`, in: 'body', code: 'not-valid', detail };
        }),
      });
    }
    await store.saveRule(tx, { rule: whole, actor, meta });
    return id;
  });
}
