import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { AnyRequest } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { AuditInput } from './contract.ts';
import { appendAudit } from './store.ts';

export type Audit = ReturnType<typeof auditLog>;

export interface Deed {
  action: string;
  target: string;
  reason: string;
}

/**
 * Writes what is about to be done, does it, and writes how it ended. When the first entry cannot
 * be written nothing is done; when the process dies in between, 'asked' stands without an end.
 */
export function auditLog({ db, log }: Pick<RoomContext, 'db' | 'log'>) {
  const add = async (entry: AuditInput): Promise<{ auditId: string }> => {
    const auditId = newId('aud');
    await appendAudit(db, auditId, entry);
    return { auditId };
  };

  async function deed<T>(
    req: Pick<AnyRequest, 'principal' | 'requestId'>,
    of: Deed,
    work: () => Promise<T>,
  ): Promise<T> {
    const actor = req.principal.id;
    const entry = { ...of, actor, requestId: req.requestId, detail: {} };
    await add({ ...entry, outcome: 'asked' });
    log.info({ actor, action: of.action, target: of.target }, 'an operator acts');
    try {
      const result = await work();
      const refused = isRefusal(result);
      const detail = refused ? { code: result.code } : {};
      await add({ ...entry, outcome: refused ? 'refused' : 'done', detail });
      return result;
    } catch (error) {
      await add({ ...entry, outcome: 'unknown' }).catch(() => undefined);
      throw error;
    }
  }

  return { add, deed };
}
