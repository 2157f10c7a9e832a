/** What other rooms may use of messages: what it holds about a person, its event, its errors. */
import { Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';
import { waitingCall } from '#services/sellers/contract.ts';

export const message_chars_max = 2_000;
/** Of one person, in an hour. */
export const messagesPerHour_max = 30;
/** Begun by one person, in a day. */
export const threadsPerDay_max = 20;
export const messagesPerThread_max = 500;
/** People of a seller who are told of a message. */
export const readersPerSeller_max = 10;
/** How far back answers count for how fast a seller is. */
export const responseWindow_days = 30;

export const threadIdSchema = idSchema('thr');

export const messagesErrors = defineErrors({
  'thread-not-found': {
    status: 404,
    title: 'Conversation not found',
    explain: 'There is no such conversation, or it is between others.',
    retryable: false,
  },
  'message-about-not-found': {
    status: 404,
    title: 'Nothing to write about',
    explain: 'The order or the product is unknown, not yours, or not of this seller.',
    retryable: false,
  },
  'message-needs-account': {
    status: 403,
    title: 'Only with an account',
    explain: 'Who has not bought yet needs an account to ask a seller something.',
    retryable: false,
  },
  'message-limit': {
    status: 429,
    title: 'Too many messages',
    explain: 'So many messages or new conversations are not sent in this time; try again later.',
    retryable: true,
  },
  'thread-full': {
    status: 409,
    title: 'The conversation is full',
    explain: 'A conversation has 500 messages at most; write to support instead.',
    retryable: false,
  },
});

export const messagesCalls = defineCalls('messages', {
  /** Conversations in which buyers wrote what nobody of their seller has read. */
  waiting: waitingCall(['messages']),
  personalData: personalDataCall(),
});

const id = Type.String({ minLength: 1, maxLength: 64 });

/** Aggregate `thread`; its version is the number of the message. No words of anybody. */
export const messagesEvents = defineEvents({
  room: 'messages',
  topic: 'message.events',
  types: {
    MESSAGE_SENT: Type.Object({
      threadId: id,
      seq: Type.Integer({ minimum: 1 }),
      author: Type.String(),
      buyerId: id,
      sellerId: id,
      about: Type.String(),
      /** An order's number or a product's name. */
      aboutName: Type.String(),
      /** Who is to be told: nobody while the other side has something unread already. */
      readerIds: Type.Array(id, { maxItems: readersPerSeller_max }),
    }),
  },
});
