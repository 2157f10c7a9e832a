// What payments asks of a gateway. An adapter says honestly what it knows: OutcomeUnknown when
// the gateway may have acted, a Failure of `notDone` when it surely has not.
import { Failure } from '#kernel/core/error.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { DeclineClass, PaymentMethod } from './contract.ts';

/** A charge as the gateway has it. */
export interface GatewayCharge {
  state: 'captured' | 'declined' | 'pending' | 'action' | 'cancelled';
  amount_minor: number;
  currency: string;
  transactionId?: string;
  declineCode?: string;
  declineClass?: DeclineClass;
  /** Where the shopper goes on, for state 'action'. */
  actionUrl?: string;
}

export interface ChargeRequest {
  /** The gateway charges once per key, whatever is repeated. */
  key: string;
  paymentId: string;
  method: PaymentMethod;
  token: string;
  amount_minor: number;
  currency: string;
}

export interface RefundRequest {
  key: string;
  chargeKey: string;
  amount_minor: number;
  currency: string;
}

export interface GatewayRefund {
  transactionId: string;
  amount_minor: number;
  currency: string;
}

export interface Gateway {
  readonly name: string;
  readonly methods: readonly PaymentMethod[];
  charge(request: ChargeRequest): Promise<GatewayCharge>;
  /** The charge of a key, or null when the gateway has never heard of it. */
  query(key: string): Promise<GatewayCharge | null>;
  /** Afterwards the key cannot capture, or has captured: the answer says which. */
  cancel(key: string): Promise<GatewayCharge | 'cancelled'>;
  /** A Refusal when the gateway will not do it, ever. */
  refund(request: RefundRequest): Promise<GatewayRefund | Refusal>;
}

const nothingDone = new Set(['room-unavailable', 'overloaded', 'database-unavailable']);

/** True when the request surely did not reach the gateway, or did nothing there. */
export function notDone(error: unknown): boolean {
  return error instanceof Failure && nothingDone.has(error.code);
}

/** True for what a gateway in trouble throws; anything else is a bug of ours. */
export function isTrouble(error: unknown): error is Failure {
  return error instanceof Failure && error.status >= 500 && error.code !== 'internal-error';
}
