/** What other rooms may use of notifications: its error codes. It listens; hardly anybody calls. */
import { Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

export const notificationsCalls = defineCalls('notifications', {
  personalData: personalDataCall(),
});

export const notificationsEvents = defineEvents({
  room: 'notifications',
  topic: 'notification.events',
  types: {
    /** Somebody is told of a booking; `seen` is the booking's clock as it was known. */
    BOOKING_TOLD: Type.Object({
      bookingId: Type.String(),
      notice: Type.String(),
      seen: Type.Object({
        booking: Type.Integer(),
        payments: Type.Integer(),
        notifications: Type.Integer(),
      }),
    }),
  },
});

export const notificationsErrors = defineErrors({
  'mail-not-found': {
    status: 404,
    title: 'Mail not found',
    explain: 'The development mailbox has no such mail, or it was swept away.',
    retryable: false,
  },
  'notification-not-found': {
    status: 404,
    title: 'Notification not found',
    explain: 'There is no such notification, or it is for somebody else.',
    retryable: false,
  },
  'preference-locked': {
    status: 409,
    title: 'This cannot be switched off',
    explain: 'Some mails are always sent; reason says why, topic and channel which.',
    retryable: false,
  },
  'mail-not-sent': {
    status: 503,
    title: 'Mail not sent yet',
    explain: 'The mail server did not take a mail, or another sender holds it; it is tried again.',
    retryable: true,
  },
});
