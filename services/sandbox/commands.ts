// The gateway itself. Like a real one it decides once per key, keeps that in its ledger, and may
// lose its reply afterwards; unlike a real one it does so on demand.
import { batch } from '#kernel/core/batch.ts';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { GatewayCharge, sandboxCalls } from './contract.ts';
import type { FaultSwitches } from './faults.ts';
import { cardOf, copiesOf, lateDeclineOf, lostBy, planFor, takenBy, type Plan } from './model.ts';
import * as store from './store.ts';

type Calls = (typeof sandboxCalls)['calls'];

export type Commands = ReturnType<typeof sandboxCommands>;

const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 1 };
const DUE_MAX = 100;
const LEDGER_PAGE = 100;

export function sandboxCommands(ctx: RoomContext, faults: FaultSwitches) {
  const { db } = ctx;
  const lanes = sandboxLanes(ctx);
  const { lose, late, stop } = replies(ctx, faults);

  async function charge(input: CallInput<Calls['charge']>): Promise<CallOutput<Calls['charge']>> {
    await late();
    const plan = planFor(input.token, faults.get(), faults.draw);
    const fresh = newCharge(input, plan, faults);
    if ((await lanes.charge(fresh)) === true) {
      await lose(plan.reply);
      return withCard(chargeOf(fresh), input);
    }
    const row = await lanes.read(input.key);
    if (!row) throw new Failure('sandbox-trouble', { key: input.key });
    if (row.method === null) return chargeOf({ ...fresh, ...cancelledBefore });
    const same = (['method', 'token', 'amount_minor', 'currency'] as const).every(
      (fact) => row[fact] === fresh[fact],
    );
    if (!same) return refuse('sandbox-key-reused', { key: input.key });
    return withCard(chargeOf(row), input);
  }

  async function query({ key }: { key: string }): Promise<CallOutput<Calls['query']>> {
    await late();
    const row = await lanes.read(key);
    return row ? withCard(chargeOf(row), { save: true, token: row.token ?? '' }) : absent;
  }

  async function cancel({ key }: { key: string }): Promise<CallOutput<Calls['cancel']>> {
    await late();
    const row = await store.cancelCharge(db, key, newId('gch'));
    return row?.state === 'captured' ? chargeOf(row) : { state: 'cancelled' };
  }

  async function refund(wish: CallInput<Calls['refund']>): Promise<CallOutput<Calls['refund']>> {
    await late();
    const transactionId = newId('gtx');
    const made = await db.tx((tx) => store.makeRefund(tx, { ...wish, transactionId }));
    const { key, amount_minor, currency } = wish;
    if (made === 'reused') return refuse('sandbox-key-reused', { key });
    if (made === 'not-found') return refuse('sandbox-charge-not-found', { key: wish.chargeKey });
    if (made === 'too-high') return refuse('sandbox-refund-too-high', { amount_minor });
    // Only the reply that tells of the movement for the first time can be lost.
    if (made.transactionId === transactionId) await lose(lostBy(faults.get(), faults.draw));
    return { state: 'refunded', transactionId: made.transactionId, amount_minor, currency };
  }

  async function refundOf({ key }: { key: string }): Promise<CallOutput<Calls['refundOf']>> {
    await late();
    const made = await store.readRefund(db, key);
    return made ? { state: 'refunded', ...made } : { state: 'absent' };
  }

  const find = (chargeId: string) => store.readChargeById(db, chargeId);

  async function ledger(of: CallInput<Calls['ledger']>): Promise<CallOutput<Calls['ledger']>> {
    await late();
    const rows = await store.ledgerSince(db, { ...of, limit: LEDGER_PAGE + 1 });
    const lines = rows.slice(0, LEDGER_PAGE);
    const next = rows.length > LEDGER_PAGE ? (lines.at(-1)?.id ?? null) : null;
    return { lines: lines.map((line) => ({ ...line, at: line.at.toISOString() })), next };
  }

  return { charge, query, cancel, refund, refundOf, ledger, ...decisions(ctx, faults), find, stop };
}

/** How charges that were left open end: by the shopper, or by themselves when they are due. */
function decisions({ db }: RoomContext, faults: FaultSwitches) {
  /** The shopper at the bank's page: decides once; the charge as it is then. */
  async function decide(
    chargeId: string,
    state: 'captured' | 'declined',
  ): Promise<store.ChargeRow | undefined> {
    const row = await store.readChargeById(db, chargeId);
    if (row?.state !== 'action') return row;
    const decision = decisionOf(row, { state, faults, from: ['action'], onlyDue: false });
    await store.decideCharges(db, [decision]);
    return store.readChargeById(db, chargeId);
  }

  /** Decides what is due by itself: slow captures, late successes. */
  async function decideDue(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await store.dueCharges(db, DUE_MAX);
      if (due.length === 0) return;
      await store.decideCharges(
        db,
        due.map((row) =>
          decisionOf(row, {
            state: row.dueState,
            faults,
            from: ['pending', 'declined', 'action'],
            onlyDue: true,
          }),
        ),
      );
      if (due.length < DUE_MAX || signal.aborted) return;
    }
  }

  return { decide, decideDue };
}

/** Many charges in one statement, and their repeats in another. */
function sandboxLanes({ db }: RoomContext) {
  const charges = batch({
    name: 'sandbox.charge',
    ...SIZES,
    run: async (items: store.NewCharge[]) => {
      const first = new Map(items.toReversed().map((item) => [item.key, item]));
      const made = await store.insertCharges(db, [...first.values()]);
      return items.map((item) => first.get(item.key) === item && made.has(item.key));
    },
  });
  const reads = batch({
    name: 'sandbox.read',
    ...SIZES,
    run: async (keys: string[]) => {
      const rows = await store.readCharges(db, [...new Set(keys)]);
      const found = new Map(rows.map((row) => [row.key, row]));
      return keys.map((key) => found.get(key) ?? null);
    },
  });
  return {
    charge: charges.do,
    read: async (key: string): Promise<store.ChargeRow | null> => {
      const row = await reads.do(key);
      return isRefusal(row) ? null : row;
    },
  };
}

/** Slow and lost replies. */
function replies({ clock }: RoomContext, faults: FaultSwitches) {
  const stopping = new AbortController();
  const trouble = (reason: string) => new Failure('sandbox-trouble', { reason });
  const sleep = (ms: number) =>
    clock.sleep(ms, stopping.signal).catch(() => {
      throw trouble('stopping');
    });
  return {
    late: async (): Promise<void> => {
      const { latency_ms = 0 } = faults.get();
      if (latency_ms > 0) await sleep(latency_ms);
    },
    /** Afterwards the reply may be sent. */
    lose: async (reply: Plan['reply']): Promise<void> => {
      if (reply === 'error') throw trouble('asked for');
      if (reply === 'hangs') await sleep(faults.hang_ms());
    },
    stop: () => stopping.abort(),
  };
}

function withCard(charge: GatewayCharge, { save, token }: { save?: boolean; token: string }) {
  return save && charge.state === 'captured' ? { ...charge, card: cardOf(token) } : charge;
}

const absent = { state: 'absent' } as const;
const cancelledBefore = { state: 'cancelled', transactionId: null } as const;

function newCharge(
  input: CallInput<Calls['charge']>,
  plan: Plan,
  faults: FaultSwitches,
): store.NewCharge {
  const lost = plan.reply !== 'sent';
  const { save: _, ...facts } = input;
  const row: store.ChargeRow = {
    ...facts,
    ...takenBy(plan, input),
    chargeId: newId('gch'),
    state: plan.state,
    transactionId: plan.state === 'captured' ? newId('gtx') : null,
    declineCode: plan.declineCode ?? null,
    declineClass: plan.declineClass ?? null,
  };
  const copies_ms = copiesOf(faults.get(), { lost, hang_ms: faults.hang_ms(), reply: plan.reply });
  return {
    ...row,
    due_ms: plan.due?.after_ms ?? null,
    dueState: plan.due?.state ?? null,
    copies_ms,
    webhookBody: copies_ms.length > 0 ? newsOf(row) : '',
  };
}

function decisionOf(
  row: store.ChargeRow,
  of: {
    state: 'captured' | 'declined';
    faults: FaultSwitches;
    from: store.Decision['from'];
    onlyDue: boolean;
  },
): store.Decision {
  const { state, faults, from, onlyDue } = of;
  const declined = state === 'declined';
  const after: store.ChargeRow = {
    ...row,
    state,
    transactionId: declined ? null : newId('gtx'),
    declineCode: declined ? lateDeclineOf(row.token) : null,
    declineClass: declined ? 'retryable' : null,
  };
  return {
    key: row.key,
    state,
    transactionId: after.transactionId ?? '',
    declineCode: after.declineCode,
    declineClass: after.declineClass,
    copies_ms: copiesOf(faults.get(), { lost: true, hang_ms: 0, reply: 'sent' }),
    webhookBody: newsOf(after),
    from,
    onlyDue,
  };
}

/** The body of news about a charge. Copies of it share the id, as repeats of real ones do. */
function newsOf(row: store.ChargeRow): string {
  const charge = chargeOf(row);
  return JSON.stringify({ id: newId('gwe'), type: `charge.${row.state}`, charge });
}

function chargeOf(row: store.ChargeRow): GatewayCharge {
  const { state, chargeId, paymentRef, amount_minor, currency } = row;
  return {
    state,
    chargeId,
    paymentRef,
    amount_minor,
    currency,
    ...(row.transactionId ? { transactionId: row.transactionId } : {}),
    ...(row.declineCode ? { declineCode: row.declineCode } : {}),
    ...(row.declineClass ? { declineClass: row.declineClass } : {}),
    ...(state === 'action' ? { actionUrl: `/sandbox/3ds/${chargeId}` } : {}),
  };
}
