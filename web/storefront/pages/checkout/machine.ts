/**
 * Where a purchase stands, as this page may show it: a pure function of what was known and what
 * was heard. It keeps the promises that matter: nobody can pay while money may be on its way,
 * nothing leads back from an order, and what ends takes nothing with it but the hold.
 */
import type { ApiProblem } from '../../../client/problem.ts';
import type { ReplyOf } from '../../../client/request.ts';
import { betterBase, type Base } from './clock.ts';
import type { Decline, PayTrouble, Way } from './outcome.ts';

export type Checkout = ReplyOf<'GET /checkout/{checkoutId}'>;
export type Order = ReplyOf<'GET /orders/{orderId}'>;

export type Stage =
  /** Asking what there is. */
  | 'loading'
  /** Nothing is held yet. */
  | 'details'
  /** On the way to a hold. */
  | 'opening'
  /** Held: may be paid. */
  | 'open'
  /** Our request to pay is on its way. */
  | 'paying'
  /** Another tab, or this one before it was loaded again, is paying. */
  | 'elsewhere'
  /** The bank has not said what it did. */
  | 'unknown'
  /** The shopper is to confirm at the bank. */
  | 'action'
  /** Paid; the order is being made. */
  | 'finishing'
  | 'done'
  /** The hold is gone; `end` says why. */
  | 'over'
  /** No such checkout for this person. */
  | 'missing';

export interface Refund {
  id: string;
  amount: number;
  currency: string;
  expectedBy: string | null;
}

export interface End {
  why: 'expired' | 'left' | 'declined' | 'used-up' | 'refunded';
  refund?: Refund;
}

export interface Placed {
  orderId: string;
  /** Null until the order was read. */
  orderNumber: string | null;
  /** Where the bank asks; null when it asks nothing, or the address is not known here. */
  actionUrl: string | null;
  since: string | null;
}

export interface State {
  stage: Stage;
  checkout: Checkout | null;
  base: Base | null;
  /** Counts the holds that were made, so that the address can follow. */
  opened: number;
  /** The present hold was made after another one had ended. */
  again: boolean;
  /** Why no hold could be made. */
  refusal: ApiProblem | null;
  decline: Decline | null;
  /** The way that was tried last. */
  tried: Way | null;
  /** What kept the last press of "pay" from doing anything. */
  trouble: ApiProblem | null;
  order: Placed | null;
  end: End | null;
  /** `wanted`: others wait for these units. `trouble`: nobody knows; it may be tried again. */
  extension: 'none' | 'busy' | 'done' | 'refused' | 'wanted' | 'trouble';
}

export const start: State = {
  stage: 'details',
  checkout: null,
  base: null,
  opened: 0,
  again: false,
  refusal: null,
  decline: null,
  tried: null,
  trouble: null,
  order: null,
  end: null,
  extension: 'none',
};

export type Event =
  | { type: 'ask' }
  | { type: 'missing' }
  | { type: 'read'; checkout: Checkout; base: Base; bank: Placed | null }
  | { type: 'opening' }
  | { type: 'opened'; checkout: Checkout; base: Base; again: boolean }
  | { type: 'refused'; problem: ApiProblem }
  | { type: 'calm' }
  | { type: 'paying'; way: Way | null }
  | { type: 'unsure' }
  | { type: 'troubled'; trouble: PayTrouble }
  | { type: 'pending'; order: Placed }
  | { type: 'order'; order: Order }
  | { type: 'placed'; orderId: string; orderNumber: string }
  | { type: 'extending' }
  | { type: 'extended'; checkout: Checkout; base: Base }
  | { type: 'not-extended'; why: 'refused' | 'wanted' | 'trouble' }
  | { type: 'given-up'; checkout: Checkout; base: Base }
  | { type: 'time-over' }
  | { type: 'left' };

/** Whether the button that pays is there: only with a hold and no money on its way. */
export function mayPay({ stage }: State): boolean {
  return stage === 'open';
}

/** Money may be moving: nothing may begin that could move more. */
export function isMoving({ stage }: State): boolean {
  return ['paying', 'elsewhere', 'unknown', 'action', 'finishing'].includes(stage);
}

export function next(state: State, event: Event): State {
  if (state.stage === 'done') return state;
  switch (event.type) {
    case 'ask':
      return isMoving(state) ? state : { ...state, stage: 'loading' };
    case 'missing':
      return { ...start, stage: 'missing', opened: state.opened, tried: state.tried };
    case 'read':
      return afterRead(state, event);
    case 'opening':
      if (isMoving(state)) return state;
      return { ...state, stage: 'opening', refusal: null, trouble: null };
    case 'opened':
      return {
        ...state,
        stage: 'open',
        checkout: event.checkout,
        base: betterBase(state.base, event.base),
        opened: state.opened + 1,
        again: event.again,
        refusal: null,
        end: null,
        order: null,
        extension: 'none',
      };
    case 'refused':
      return { ...state, stage: stageRefused(state), refusal: event.problem };
    case 'calm':
      return { ...state, refusal: null, trouble: null };
    case 'extending':
      return { ...state, extension: 'busy' };
    case 'extended': {
      const more = Date.parse(event.checkout.expiresAt) > deadline_ms(state);
      const held = { checkout: event.checkout, base: betterBase(state.base, event.base) };
      return { ...state, ...held, extension: more ? 'done' : 'refused' };
    }
    case 'not-extended':
      return { ...state, extension: event.why };
    case 'given-up': {
      const base = betterBase(state.base, event.base);
      const kept = { checkout: event.checkout, base, order: null, decline: null, end: null };
      return { ...state, ...kept, stage: 'open', extension: 'none' };
    }
    case 'time-over':
      return state.stage === 'open' ? { ...state, stage: 'over', end: { why: 'expired' } } : state;
    case 'left':
      return { ...start, opened: state.opened, tried: state.tried };
    default:
      return afterMoney(state, event);
  }
}

/** Where a refusal leaves one: with the hold that was there before, or after it, or without. */
function stageRefused({ end, checkout }: State): Stage {
  if (end !== null) return 'over';
  return checkout === null ? 'details' : 'open';
}

function deadline_ms({ checkout }: State): number {
  return checkout === null ? 0 : Date.parse(checkout.expiresAt);
}

type MoneyEvent = Extract<
  Event,
  { type: 'paying' | 'unsure' | 'troubled' | 'pending' | 'order' | 'placed' }
>;

function afterMoney(state: State, event: MoneyEvent): State {
  switch (event.type) {
    case 'paying':
      if (!mayPay(state)) return state;
      return {
        ...state,
        stage: 'paying',
        tried: event.way,
        decline: null,
        trouble: null,
        again: false,
      };
    case 'unsure':
      return state.stage === 'paying' ? { ...state, stage: 'unknown' } : state;
    case 'troubled':
      return afterTrouble(state, event.trouble);
    case 'pending':
      return pendingWith(state, event.order);
    case 'order':
      return afterOrder(state, event.order);
    case 'placed': {
      const { orderId, orderNumber } = event;
      const order = { orderId, orderNumber, actionUrl: null, since: null };
      return { ...state, stage: 'done', order };
    }
    default:
      return state;
  }
}

function pendingWith(state: State, order: Placed): State {
  const stage = order.actionUrl === null ? 'unknown' : 'action';
  return { ...state, stage, order, end: null, refusal: null };
}

/** The checkout as the server has it. What this tab itself has on its way is not undone by it. */
function afterRead(state: State, event: Extract<Event, { type: 'read' }>): State {
  const { checkout, bank } = event;
  const base = betterBase(state.base, event.base);
  const known = { ...state, checkout, base };
  const order = {
    orderId: checkout.orderId ?? '',
    orderNumber: null,
    actionUrl: null,
    since: null,
  };
  switch (checkout.status) {
    case 'OPEN': {
      // It was with the bank, and may be paid again: the bank said no. The hold stands.
      const wasAtBank = bank !== null || state.order !== null;
      if (!wasAtBank && (state.stage === 'paying' || state.stage === 'unknown')) return known;
      const decline = wasAtBank ? notApproved(state) : declineElsewhere(state);
      return { ...known, stage: 'open', decline, end: null, order: null };
    }
    case 'PAYING':
      return isMoving(state) ? known : { ...known, stage: 'elsewhere' };
    case 'PENDING':
      if (state.stage === 'action' || state.stage === 'finishing') return known;
      return pendingWith(known, atBank(bank ?? state.order ?? order, checkout));
    case 'COMPLETED':
      return { ...known, stage: 'finishing', order: bank ?? state.order ?? order };
    case 'EXPIRED':
      return { ...known, stage: 'over', end: { why: 'expired' } };
    case 'RELEASED':
      return { ...known, stage: 'over', end: { why: 'left' } };
    default: {
      // It had been handed to the bank, which said no.
      const decline = bank === null ? state.decline : notApproved(state);
      return { ...known, stage: 'over', decline, end: state.end ?? { why: 'declined' } };
    }
  }
}

/** The bank's page may be known to the checkout alone: the reply that named it was lost. */
function atBank(order: Placed, { actionUrl }: Checkout): Placed {
  return { ...order, actionUrl: order.actionUrl ?? actionUrl ?? null };
}

/** Somebody paid and it came to nothing: the hold stands, and so does the shopper's choice. */
function declineElsewhere(state: State): Decline | null {
  if (state.stage !== 'elsewhere') return state.decline;
  return { kind: 'other', code: 'not-paid', way: state.tried };
}

function afterTrouble(state: State, trouble: PayTrouble): State {
  const open = { ...state, stage: 'open' } as const;
  switch (trouble.kind) {
    case 'declined': {
      const { decline } = trouble;
      if (decline.kind !== 'final') return { ...open, decline };
      return { ...state, stage: 'over', decline, end: { why: 'declined' } };
    }
    case 'unknown':
      return { ...state, stage: 'unknown' };
    case 'elsewhere':
      return { ...state, stage: 'elsewhere' };
    case 'ended':
      return { ...state, stage: 'over', end: { why: 'expired' } };
    case 'used-up':
      return { ...state, stage: 'over', end: { why: 'used-up' } };
    case 'method-gone':
    case 'saved-gone':
      return { ...open, decline: { kind: 'other', code: trouble.kind, way: state.tried } };
    default:
      return { ...open, trouble: trouble.problem };
  }
}

function afterOrder(state: State, order: Order): State {
  const { orderId, orderNumber } = order;
  const before = state.order;
  const actionUrl = before?.actionUrl ?? null;
  const placed = { orderId, orderNumber, actionUrl, since: order.createdAt };
  if (order.status === 'PENDING') {
    const paid = order.paymentStatus === 'CAPTURED';
    const stage = paid ? 'finishing' : actionUrl === null ? 'unknown' : 'action';
    return { ...state, stage, order: placed };
  }
  if (order.status !== 'FAILED') return { ...state, stage: 'done', order: placed };
  const [refund] = order.money?.refunds ?? [];
  if (refund === undefined && order.paymentStatus !== 'REFUNDED') {
    const end: End = { why: 'declined' };
    return { ...state, stage: 'over', order: placed, decline: notApproved(state), end };
  }
  const end: End = { why: 'refunded' };
  if (refund !== undefined) {
    const { refundId: id, amount, expectedBy } = refund;
    end.refund = { id, amount, currency: order.currency, expectedBy };
  }
  return { ...state, stage: 'over', order: placed, end };
}

function notApproved({ tried }: State): Decline {
  return { kind: 'other', code: 'not-approved', way: tried };
}
