/** What a gateway tells by itself, in one form for all of them. */
import type { GatewayCharge } from './gateway.ts';

/** A request to the address of a gateway's webhooks, as it came. */
export interface WebhookIn {
  raw: Uint8Array;
  /** A header by its lower-case name; undefined when missing or sent several times. */
  header(name: string): string | undefined;
  now_ms: number;
}

/** Whose news these are: our payment's id, or the gateway's own name of the charge. */
export interface About {
  paymentId: string | null;
  ref: string | null;
}

export interface RefundNews {
  /** The gateway's id of the refund. */
  id: string;
  /** The key we gave it; null for one made at the gateway by hand. */
  key: string | null;
  status: 'succeeded' | 'pending' | 'failed';
  amount_minor: number;
  currency: string;
}

export interface DisputeNews {
  id: string;
  amount_minor: number;
  currency: string;
  reason: string;
  /** In the gateway's words. */
  status: string;
  /** null while it is open. */
  won: boolean | null;
  /** The bank has taken the money, or had: false while it only asks. */
  taken: boolean;
  /** What the gateway keeps for the case, as far as it tells. */
  fee: { amount_minor: number; currency: string } | null;
}

interface Common {
  /** The gateway's id of the news; repeats share it. */
  id: string;
  about: About;
  /** When it happened at the gateway, ISO. */
  at: string;
}

/** 'other': signed and of no interest. */
export type News =
  | (Common & { kind: 'charge'; charge: GatewayCharge })
  | (Common & { kind: 'refund'; refund: RefundNews })
  | (Common & { kind: 'dispute'; dispute: DisputeNews })
  | { kind: 'other'; id: string };
