/** What reconciliation asks of gateways and of us: their books, and where we differ. */
import { refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { paymentsCalls } from './contract.ts';
import type { Gateway } from './gateway.ts';
import { listBreaks } from './store-break.ts';

type Calls = (typeof paymentsCalls)['calls'];

const BREAKS_PAGE = 100;

export function ledgerCalls({ db }: RoomContext, gateways: ReadonlyMap<string, Gateway>) {
  return {
    gateways: async () => ({ gateways: [...gateways.keys()] }),

    /** One page of a gateway's own books. One call to the gateway. */
    gatewayLedger: async ({
      gateway: name,
      since,
      cursor,
    }: CallInput<Calls['gatewayLedger']>): Promise<CallOutput<Calls['gatewayLedger']>> => {
      const gateway = gateways.get(name);
      if (!gateway) return refuse('not-found', { gateway: name });
      const page = await gateway.ledger({ since: new Date(since), cursor });
      const lines = page.lines.map((line) => ({ ...line, at: line.at.toISOString() }));
      return { lines, next: page.next };
    },

    /** One page of settlement breaks. One statement. */
    breaks: async ({ after }: CallInput<Calls['breaks']>): Promise<CallOutput<Calls['breaks']>> => {
      const [at = '', paymentId = '', ...kind] = (after ?? '').split('|');
      const from = after === null ? null : { at, paymentId, kind: kind.join('|') };
      const rows = await listBreaks(db, { after: from, limit: BREAKS_PAGE + 1 });
      const breaks = rows.slice(0, BREAKS_PAGE).map(({ at: exact, ...row }) => ({
        ...row,
        exact,
        createdAt: row.createdAt.toISOString(),
        resolvedAt: row.resolvedAt?.toISOString() ?? null,
      }));
      const last = rows.length > BREAKS_PAGE ? breaks.at(-1) : undefined;
      const next = last ? [last.exact, last.paymentId, last.kind].join('|') : null;
      return { breaks: breaks.map(({ exact: _, ...row }) => row), next };
    },
  };
}
