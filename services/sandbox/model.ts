// What each test token comes to, as a table, and what a fault switch makes of it.
import { Type, type Static } from 'typebox';

export type ChargeState = 'captured' | 'declined' | 'pending' | 'action' | 'cancelled';
export type DeclineClass = 'retryable' | 'fixable' | 'terminal';

const rate = Type.Number({ minimum: 0, maximum: 1 });
const pause_ms = Type.Integer({ minimum: 0, maximum: 600_000 });

/** What can be switched. Left out: as it is when nothing is broken. */
export const faultsSchema = Type.Object({
  /** Share of charges and refunds that are done, and whose reply does not come in time. */
  timeoutRate: Type.Optional(rate),
  /** Share of charges and refunds that are done, yet answered with an error. */
  errorRate: Type.Optional(rate),
  /** Share of charges declined whatever the token. */
  declineRate: Type.Optional(rate),
  /** Added to every call. */
  latency_ms: Type.Optional(pause_ms),
  /** How long a call hangs that is to time out. */
  hang_ms: Type.Optional(pause_ms),
  /** When tok_slow captures; 20 s. */
  slow_ms: Type.Optional(pause_ms),
  /** When tok_late_success captures; 60 s. */
  late_ms: Type.Optional(pause_ms),
  /** When the UPI app of tok_upi_approve, tok_upi_decline and tok_upi_expire answers; 5 s. */
  upi_ms: Type.Optional(pause_ms),
  /** 'off': none is sent. 'duplicate': each twice, and also for what the caller was told. */
  webhooks: Type.Optional(
    Type.Union([
      Type.Literal('on'),
      Type.Literal('off'),
      Type.Literal('duplicate'),
      Type.Object({ delay_ms: pause_ms }),
    ]),
  ),
});
export type Faults = Static<typeof faultsSchema>;

export interface Plan {
  state: ChargeState;
  declineCode?: string;
  declineClass?: DeclineClass;
  due?: { state: 'captured' | 'declined'; after_ms: number };
  /** How the reply gets lost. */
  reply: 'sent' | 'hangs' | 'error';
  /** What is captured instead of what was asked for. */
  wrong?: 'amount' | 'currency';
}

const declined = (declineCode: string, declineClass: DeclineClass): Plan => ({
  state: 'declined',
  declineCode,
  declineClass,
  reply: 'sent',
});

const captured: Plan = { state: 'captured', reply: 'sent' };
const action: Plan = { state: 'action', reply: 'sent' };
/** Somebody answers in their UPI app, or does not. */
const upi = (state: 'captured' | 'declined'): Plan => ({
  ...action,
  due: { state, after_ms: 5_000 },
});
const noFunds = declined('insufficient_funds', 'retryable');

const tokens: Readonly<Record<string, Plan>> = {
  tok_visa: captured,
  tok_mastercard: captured,
  tok_amex: captured,
  tok_declined: noFunds,
  tok_cvc: declined('incorrect_cvc', 'fixable'),
  tok_stolen: declined('stolen_card', 'terminal'),
  tok_timeout_success: { ...captured, reply: 'hangs' },
  tok_timeout_declined: { ...noFunds, reply: 'hangs' },
  tok_error_success: { ...captured, reply: 'error' },
  tok_slow: { state: 'pending', due: { state: 'captured', after_ms: 20_000 }, reply: 'sent' },
  tok_3ds: action,
  tok_paypal: action,
  tok_upi: action,
  tok_upi_approve: upi('captured'),
  tok_upi_decline: upi('declined'),
  tok_upi_expire: upi('declined'),
  tok_late_success: { ...noFunds, due: { state: 'captured', after_ms: 60_000 } },
  tok_wrong_amount: { ...captured, wrong: 'amount' },
  tok_wrong_currency: { ...captured, wrong: 'currency' },
};

/** Why a charge with this token that was open is declined in the end. */
export function lateDeclineOf(token: string | null): string {
  if (token === 'tok_upi_expire') return 'upi_expired';
  return token === 'tok_upi_decline' ? 'upi_declined' : 'authentication_failed';
}

export const testTokens: readonly string[] = Object.keys(tokens);

/** Numbers to type into a page's card fields; a page turns them into the token and sends that. */
export const testCards: readonly { number: string; token: string }[] = [
  { number: '4242424242424242', token: 'tok_visa' },
  { number: '5555555555554444', token: 'tok_mastercard' },
  { number: '378282246310005', token: 'tok_amex' },
  { number: '4000002500003155', token: 'tok_3ds' },
  { number: '4000000000009995', token: 'tok_declined' },
  { number: '4000000000000127', token: 'tok_cvc' },
  { number: '4000000000009979', token: 'tok_stolen' },
  { number: '4000000000000341', token: 'tok_slow' },
  { number: '4000000000005118', token: 'tok_timeout_success' },
  { number: '4000000000005134', token: 'tok_timeout_declined' },
  { number: '4000000000005142', token: 'tok_error_success' },
  { number: '4000000000005159', token: 'tok_late_success' },
  { number: '4000000000005175', token: 'tok_wrong_amount' },
  { number: '4000000000005183', token: 'tok_wrong_currency' },
];

const invalid = declined('invalid_token', 'fixable');

/** What a charge with this token comes to. `draw` gives numbers from 0 up to 1. */
export function planFor(token: string, faults: Faults, draw: () => number): Plan {
  const base = (Object.hasOwn(tokens, token) && tokens[token]) || invalid;
  const hit = (share: number | undefined) => share !== undefined && share > 0 && draw() < share;
  const plan = hit(faults.declineRate) && base.state !== 'declined' ? noFunds : { ...base };
  if (plan.due) {
    const set_ms = token === 'tok_slow' ? faults.slow_ms : faults.late_ms;
    const after_ms = (token.startsWith('tok_upi') ? faults.upi_ms : set_ms) ?? plan.due.after_ms;
    return { ...plan, due: { ...plan.due, after_ms } };
  }
  return { ...plan, reply: lostBy(faults, draw, plan.reply) };
}

/** What a charge takes: what it was asked for, unless the token is one that gets it wrong. */
export function takenBy(
  plan: Plan,
  asked: { amount_minor: number; currency: string },
): { amount_minor: number; currency: string } {
  const { amount_minor, currency } = asked;
  if (plan.wrong === 'amount') return { amount_minor: amount_minor + 100, currency };
  if (plan.wrong !== 'currency') return { amount_minor, currency };
  return { amount_minor, currency: currency === 'USD' ? 'EUR' : 'USD' };
}

/** A way to pay as its owner knows it; a token that no number stands for is a Visa. */
export function cardOf(token: string) {
  const number = testCards.find((one) => one.token === token)?.number ?? '4242424242424242';
  const brand = number.startsWith('4') ? 'visa' : number.startsWith('5') ? 'mastercard' : 'amex';
  return { token, brand, last4: number.slice(-4), expiryMonth: null, expiryYear: null };
}

/** How a reply fares under these faults. */
export function lostBy(
  faults: Faults,
  draw: () => number,
  reply: Plan['reply'] = 'sent',
): Plan['reply'] {
  const hit = (share: number | undefined) => share !== undefined && share > 0 && draw() < share;
  if (hit(faults.timeoutRate)) return 'hangs';
  if (hit(faults.errorRate)) return 'error';
  return reply;
}

/** When news of a change are sent: one entry per copy. `lost`: the caller did not hear of it. */
export function copiesOf(
  faults: Faults,
  of: { lost: boolean; hang_ms: number; reply: Plan['reply'] },
): number[] {
  const mode = faults.webhooks ?? 'on';
  if (mode === 'off') return [];
  // A caller that still waits for its reply is not told before it has given up.
  const first_ms = of.reply === 'hangs' ? of.hang_ms : 0;
  if (mode === 'duplicate') return [first_ms, first_ms];
  if (!of.lost) return [];
  return [first_ms + (typeof mode === 'object' ? mode.delay_ms : 0)];
}

/** Pause before news are sent again: doubles from 1 s to a minute. */
export function resendPause_ms(tries: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(tries, 16));
}
