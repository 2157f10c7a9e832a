/** What other rooms may use of notifications: its error codes. It listens; hardly anybody calls. */
import { defineErrors } from '#kernel/core/error.ts';
import { defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

export const notificationsCalls = defineCalls('notifications', {
  personalData: personalDataCall(),
});

export const notificationsErrors = defineErrors({
  'mail-not-found': {
    status: 404,
    title: 'Mail not found',
    explain: 'The development mailbox has no such mail, or it was swept away.',
    retryable: false,
  },
  'mail-not-sent': {
    status: 503,
    title: 'Mail not sent yet',
    explain: 'The mail server did not take a mail, or another sender holds it; it is tried again.',
    retryable: true,
  },
});
