// What payments asks of a gateway. An adapter says honestly what it knows: OutcomeUnknown when
// the gateway may have acted, a Failure of `notDone` when it surely has not.
import { Failure } from '#kernel/core/error.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { DeclineClass, PaymentMethod } from './contract.ts';
import type { DisputeNews, News, WebhookIn } from './news.ts';

/** A charge as the gateway has it. */
export interface GatewayCharge {
  /** 'authorized': the money is set aside there, and `capture` takes it. */
  state: 'captured' | 'authorized' | 'declined' | 'pending' | 'action' | 'cancelled';
  amount_minor: number;
  currency: string;
  transactionId?: string;
  declineCode?: string;
  declineClass?: DeclineClass;
  /** Where the shopper goes on, for state 'action'. */
  actionUrl?: string;
  /** What can be kept for another time, where the request asked for it. */
  saved?: SavedToken;
}

/** A way to pay as the gateway keeps it: a token, and what its owner knows it by. */
export interface SavedToken {
  token: string;
  /** The gateway's name of the person; null where it needs none. */
  customer: string | null;
  brand: string;
  last4: string;
  expiryMonth: number | null;
  expiryYear: number | null;
}

/** Names a charge: by our key, and by the gateway's own name where it gave one. */
export interface ChargeRef {
  /** The gateway charges once per key, whatever is repeated. */
  key: string;
  paymentId: string;
  /** What `begin` gave; null for gateways without it, and before. */
  ref: string | null;
  method: PaymentMethod;
  amount_minor: number;
  currency: string;
  createdAt: Date;
}

export interface ChargeRequest extends ChargeRef {
  token: string;
  /** Whose way to pay this is at the gateway, where the token belongs to a customer. */
  customer?: string;
  /** Keep this way to pay for this person. */
  save?: { userId: string };
  /** Where the gateway sends the shopper back to. */
  returnUrl?: string;
}

export interface RefundRequest {
  key: string;
  chargeKey: string;
  /** As in ChargeRef. */
  ref: string | null;
  amount_minor: number;
  currency: string;
  /** Counts what is asked for by this key: a gateway that remembers keys is asked anew. */
  turn?: number;
}

export interface GatewayRefund {
  transactionId: string;
  amount_minor: number;
  currency: string;
}

/** One movement of money in the gateway's own books, positive both ways. */
export interface LedgerLine {
  kind: 'capture' | 'refund';
  /** The gateway's id of the movement. */
  id: string;
  /** The charge's key as we gave it; null for what did not begin with us. */
  chargeKey: string | null;
  /** The refund's key as we gave it; null for captures, and for what did not begin with us. */
  refundKey: string | null;
  paymentId: string | null;
  amount_minor: number;
  currency: string;
  at: Date;
}

export interface LedgerPage {
  lines: LedgerLine[];
  /** null: nothing newer. */
  next: string | null;
}

export interface Gateway {
  readonly name: string;
  readonly methods: readonly PaymentMethod[];
  /** What it can be paid in. Left out: anything. */
  readonly currencies?: ReadonlySet<string>;
  /**
   * True where what is not captured cannot be voided, only left: then a capture that was under
   * way may still come through, and is looked for.
   */
  readonly late?: boolean;
  /** Whether a token can be one of this gateway's. Left out: any. */
  takes?(token: string, method: PaymentMethod): boolean;
  /** Whether it can move such an amount. Left out: any. */
  moves?(amount_minor: number, currency: string): boolean;
  /**
   * For gateways that name a charge themselves: makes it there, unable to move money, and gives
   * its name. The name is kept before `charge` is called with it.
   */
  begin?(request: ChargeRequest): Promise<string>;
  charge(request: ChargeRequest): Promise<GatewayCharge>;
  /** The charge, or null when the gateway has never heard of it and it moved no money. */
  query(of: ChargeRef): Promise<GatewayCharge | null>;
  /** Afterwards it cannot capture, or has captured: the answer says which. */
  cancel(of: ChargeRef): Promise<GatewayCharge | 'cancelled'>;
  /** Takes what is authorized. Only for gateways that answer 'authorized'. */
  capture?(of: ChargeRef): Promise<GatewayCharge>;
  /** A Refusal when the gateway will not do it, ever. */
  refund(request: RefundRequest): Promise<GatewayRefund | Refusal>;
  /**
   * What became of a refund, without making it; null: the gateway knows none of this key. Left out
   * where no bank can take money back.
   */
  findRefund?(request: RefundRequest): Promise<GatewayRefund | Refusal | null>;
  /** Movements since a time, in pages of 100 at most, each once; in no promised order. */
  ledger(of: { since: Date; cursor: string | null }): Promise<LedgerPage>;
  /** What news say, once their signature holds. Left out where a gateway sends none. */
  news?(incoming: WebhookIn): Promise<News | Refusal<'webhook-refused'>>;
  /** How a chargeback stands; null: the gateway has none of this id. */
  findDispute?(id: string): Promise<DisputeNews | null>;
  /** Lets go of a saved way to pay. Left out where the gateway keeps nothing. */
  forget?(of: { token: string; customer: string | null }): Promise<void>;
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
