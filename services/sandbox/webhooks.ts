import { createHmac } from 'node:crypto';
import type { RoomContext } from '#kernel/service.ts';
import { signatureHeader } from './contract.ts';
import { resendPause_ms } from './model.ts';
import * as store from './store-webhook.ts';

const CLAIM_MAX = 50;
const SEND_MS_MAX = 5_000;
/** Then it is given up: half an hour of a shop that does not answer. */
const TRIES_MAX = 30;

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of t.body>`. */
export function signatureOf(body: string, secret: string, now_ms: number): string {
  const time = Math.floor(now_ms / 1_000);
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return `t=${time},v1=${mac}`;
}

/** Sends news to the shop over real HTTP, at least once each. */
export function webhookSender({ db, clock, config, log }: RoomContext) {
  // While it changes there are two, and the first is the new one.
  const secret = (config.sandboxWebhookSecret ?? '').split(',')[0] ?? '';
  const origin = config.roomUrls.payments ?? config.publicUrl;
  const url = `${origin}/api/v1/webhooks/sandbox`;

  async function send(
    { webhookId, body, tries }: store.OutgoingWebhook,
    stop: AbortSignal,
  ): Promise<void> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [signatureHeader]: signatureOf(body, secret, clock.now()),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.any([stop, AbortSignal.timeout(SEND_MS_MAX)]),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`answered ${response.status}`);
      await store.markDelivered(db, webhookId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.debug({ webhookId, tries, reason }, 'webhook not taken');
      const pause_ms = tries < TRIES_MAX ? resendPause_ms(tries - 1) : null;
      await store.markFailed(db, webhookId, { error: reason, pause_ms });
    }
  }

  /** Sends what is due until nothing is left or the signal says stop. */
  return async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const due = await store.claimWebhooks(db, CLAIM_MAX, 2 * SEND_MS_MAX);
      await Promise.all(due.map((one) => send(one, signal)));
      if (due.length < CLAIM_MAX || signal.aborted) return;
    }
  };
}
