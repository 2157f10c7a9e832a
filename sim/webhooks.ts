// The gateway's news travel by fetch; here fetch is a message like any other.
import type { Ask } from './front.ts';
import type { Fates } from './fates.ts';
import { NoAnswer, Unsent, type Network } from './network.ts';
import { current, type Owner } from './scheduler.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { roomOfPath } from './client.ts';

const WEBHOOK_MS = 5_000;

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** From here on fetch carries what the processes of this network send. */
export function carryWebhooks(fates: Fates, network: Network): void {
  globalThis.fetch = (async (address: string, options: Sent = {}) => {
    const from: Owner | undefined = current();
    if (from === undefined) throw new Error('nobody sends');
    const path = new URL(address).pathname.replace(/^\/api\/v1/, '');
    const { method = 'GET', headers = {}, body: raw = '' } = options;
    const ask: Ask = { method, path, headers, raw, principal: anonymous };
    const fate = fates.webhook();
    try {
      const answer = await network.send({
        from,
        room: roomOfPath(path),
        label: `webhook ${path}`,
        timeout_ms: WEBHOOK_MS,
        fate,
        work: (target) => target.front.answer(ask),
      });
      const ok = answer.status >= 200 && answer.status < 300;
      return { ok, status: answer.status, body: { cancel: async () => undefined } };
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof Unsent) throw new TypeError('fetch failed');
      throw error;
    }
  }) as unknown as typeof fetch;
}
