// What an attempt to pay is and what may become of it: pure functions, so that the rules about
// money can be read in one place and tested without a database.
import type {
  CreditMethod,
  DeclineClass,
  PaymentMethod,
  PaymentResult,
  PaymentStatus,
  SettledBy,
} from './contract.ts';
import type { ChargeRef, GatewayCharge } from './gateway.ts';

export interface PaymentRow {
  paymentId: string;
  checkoutId: string;
  sagaId: string;
  quoteId: string;
  userId: string;
  attempt: number;
  method: PaymentMethod | CreditMethod | 'NONE';
  gateway: string;
  /** The gateway's own name of the charge, where it gives one. */
  gatewayRef: string | null;
  amount_minor: number;
  currency: string;
  authorized_minor: number;
  captured_minor: number;
  refunded_minor: number;
  refunding_minor: number;
  /** Of refunds, what lost chargebacks have paid. */
  covered_minor: number;
  status: PaymentStatus;
  idemKey: string;
  gatewayTransactionId: string | null;
  declineCode: string | null;
  declineClass: DeclineClass | null;
  actionUrl: string | null;
  version: number;
  polls: number;
  createdAt: Date;
}

/** The gateway's key of an attempt: a repeat, of whoever, has the same. */
export function keyOf(of: { checkoutId: string; attempt: number }): string {
  return `pay:${of.checkoutId}:${of.attempt}`;
}

/** The gateway of gift cards and store credit. */
export const CREDIT = 'credit';

/** The key of a part that is paid with credit; parts count from 1. */
export function partKeyOf(of: { checkoutId: string; attempt: number }, part: number): string {
  return `${keyOf(of)}:${part}`;
}

/** Which part of an attempt this is: 0 for what a gateway outside charges. */
export function partOf(row: { gateway: string; idemKey: string }): number {
  return row.gateway === CREDIT ? Number(row.idemKey.split(':')[3]) : 0;
}

/** The gateway of an attempt that none was asked about. */
export const NOWHERE = 'none';

/** An attempt as its gateway is asked about it. */
export function refOf(row: PaymentRow): ChargeRef {
  const { paymentId, idemKey: key, gatewayRef: ref, amount_minor, currency, createdAt } = row;
  const outside = row.method !== 'NONE' && row.gateway !== CREDIT;
  const method = outside ? (row.method as PaymentMethod) : 'CARD';
  return { key, paymentId, ref, method, amount_minor, currency, createdAt };
}

/** Where each status can be reached from. A late success is reached even from the ends. */
const sources: Partial<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  PENDING: ['INITIATED'],
  ACTION: ['INITIATED', 'PENDING'],
  AUTHORIZED: ['INITIATED', 'PENDING', 'ACTION'],
  ACCEPTED: ['INITIATED'],
  CAPTURED: ['INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED', 'FAILED', 'CANCELLED'],
  FAILED: ['INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED'],
  CANCELLED: ['INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED', 'FAILED', 'ACCEPTED'],
};

export function sourcesOf(to: PaymentStatus): PaymentStatus[] {
  return [...(sources[to] ?? [])];
}

const open: ReadonlySet<string> = new Set(['INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED']);
const paid: ReadonlySet<string> = new Set(['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

/** True while the gateway's outcome is not known. */
export const isOpen = (row: PaymentRow): boolean => open.has(row.status);
/** True when money came, whether or not it went back since. */
export const isPaid = (row: PaymentRow): boolean => paid.has(row.status);

/** A change of an attempt: what the store writes in one statement with its event. */
export interface Move {
  to: PaymentStatus;
  gatewayTransactionId: string | null;
  declineCode: string | null;
  declineClass: DeclineClass | null;
  actionUrl: string | null;
  /** When to ask the gateway next; null: no more. */
  poll_ms: number | null;
}

const plain = {
  gatewayTransactionId: null,
  declineCode: null,
  declineClass: null,
  actionUrl: null,
  poll_ms: null,
};

/** The status alone, with nothing told by a gateway. */
export function moveTo(to: PaymentStatus, more: Partial<Move> = {}): Move {
  return { ...plain, to, ...more };
}

/** No money moved, and why. */
export function failedAs(declineCode: string, declineClass: DeclineClass): Move {
  return moveTo('FAILED', { declineCode, declineClass, poll_ms: recheck_ms(0) });
}

/** The code of an attempt for which the gateway took something else than was asked for. */
export const DIFFERENT = 'amount-mismatch';

/** The code of an attempt that was never sent since its gateway could not be reached. */
export const NOT_SENT = 'gateway-unavailable';

/** How long an attempt may be open before it is closed at the gateway. */
export const open_ms_max = 30 * 60 * 1_000;
/** How long the shopper has at their bank. */
export const action_ms_max = 15 * 60 * 1_000;

/**
 * What a gateway's answer makes of an attempt. 'mismatch' when it names another amount or
 * currency than was asked for: such money is never taken for ours.
 */
export function moveFor(
  asked: { amount_minor: number; currency: string },
  answer: GatewayCharge,
  poll_ms: number,
): Move | 'mismatch' {
  const gatewayTransactionId = answer.transactionId ?? null;
  if (answer.state === 'captured' || answer.state === 'authorized') {
    if (answer.amount_minor !== asked.amount_minor) return 'mismatch';
    if (answer.currency !== asked.currency) return 'mismatch';
  }
  switch (answer.state) {
    case 'captured':
      return moveTo('CAPTURED', { gatewayTransactionId });
    case 'authorized':
      return moveTo('AUTHORIZED', { poll_ms });
    case 'declined':
      return moveTo('FAILED', {
        declineCode: answer.declineCode ?? 'declined',
        declineClass: answer.declineClass ?? 'terminal',
        // A gateway may change its mind, and its news may be lost.
        poll_ms: recheck_ms(0),
      });
    case 'cancelled':
      return moveTo('CANCELLED', { declineCode: 'cancelled', declineClass: 'retryable' });
    case 'action':
      return moveTo('ACTION', { actionUrl: answer.actionUrl ?? null, poll_ms });
    case 'pending':
      return moveTo('PENDING', { poll_ms });
  }
}

const rechecks_ms = [90_000, 300_000, 1_800_000];

/** When a declined attempt is looked at again after `polls` looks; null: no more. */
export function recheck_ms(polls: number): number | null {
  return rechecks_ms[polls] ?? null;
}

/** Pause before the next question about an open attempt: grows by half, 30 s at most. */
export function pollPause_ms(first_ms: number, polls: number): number {
  return Math.round(Math.max(first_ms, Math.min(30_000, first_ms * 1.5 ** Math.min(polls, 40))));
}

/** Pause before a refund is tried again: doubles from 2 s to 10 min. */
export function refundPause_ms(tries: number): number {
  return Math.min(600_000, 2_000 * 2 ** Math.min(tries, 20));
}

/** What callers are told about an attempt. */
export function resultOf(row: PaymentRow): PaymentResult {
  return {
    paymentId: row.paymentId,
    attempt: row.attempt,
    method: row.method === 'NONE' ? 'COD' : row.method,
    outcome: outcomeOf(row),
    ...(row.declineCode && !isPaid(row) ? { declineCode: row.declineCode } : {}),
    ...(row.declineClass && !isPaid(row) ? { declineClass: row.declineClass } : {}),
    ...(row.status === 'ACTION' && row.actionUrl ? { actionUrl: row.actionUrl } : {}),
    ...(row.gatewayTransactionId ? { gatewayTransactionId: row.gatewayTransactionId } : {}),
    amount_minor: row.amount_minor,
    currency: row.currency,
  };
}

function outcomeOf(row: PaymentRow): PaymentResult['outcome'] {
  if (isPaid(row)) return 'captured';
  if (row.status === 'ACCEPTED') return 'accepted';
  if (row.status === 'ACTION') return 'action';
  return isOpen(row) ? 'pending' : 'declined';
}

/** The row after a move, as the store writes it. */
export function moved(row: PaymentRow, move: Move): PaymentRow {
  const captured_minor = move.to === 'CAPTURED' ? row.amount_minor : row.captured_minor;
  const authorized_minor = move.to === 'AUTHORIZED' ? row.amount_minor : row.authorized_minor;
  return {
    ...row,
    status: move.to,
    captured_minor,
    authorized_minor: Math.max(authorized_minor, captured_minor),
    gatewayTransactionId: move.gatewayTransactionId ?? row.gatewayTransactionId,
    declineCode: move.declineCode ?? row.declineCode,
    declineClass: move.declineClass ?? row.declineClass,
    actionUrl: move.actionUrl ?? row.actionUrl,
  };
}

/** The event of a move: its type and payload, or null where nobody need hear of it. */
export function eventOf(
  row: PaymentRow,
  move: Move,
  settledBy: SettledBy,
): { type: string; payload: Record<string, unknown> } | null {
  // Declined stays declined: that it is now closed as well changes nothing for others.
  if (move.to === 'CANCELLED' && row.status === 'FAILED') return null;
  // On its way between two answers of the gateway; whoever waits is told the second one.
  if (move.to === 'AUTHORIZED') return null;
  // Credit that was given up concerns the purchase only, which does it.
  const part = partOf(row);
  if (part > 0 && move.to !== 'CAPTURED') return null;
  const facts = {
    paymentId: row.paymentId,
    checkoutId: row.checkoutId,
    sagaId: row.sagaId,
    attempt: row.attempt,
    amount: row.amount_minor,
    currency: row.currency,
    paymentMethod: row.method,
    status: move.to,
    settledBy,
    ...(part > 0 ? { part } : {}),
  };
  const txn = move.gatewayTransactionId ? { gatewayTransactionId: move.gatewayTransactionId } : {};
  if (move.to === 'CAPTURED') return { type: 'PAYMENT_COMPLETED', payload: { ...facts, ...txn } };
  if (move.to === 'FAILED' || move.to === 'CANCELLED') {
    const failureCode = move.declineCode ?? 'cancelled';
    const declineClass = move.declineClass ?? 'retryable';
    const retryable = declineClass !== 'terminal';
    const why = { failureCode, failureReason: failureCode, declineClass, retryable };
    return { type: 'PAYMENT_FAILED', payload: { ...facts, ...txn, ...why } };
  }
  return { type: 'PAYMENT_PENDING', payload: facts };
}
