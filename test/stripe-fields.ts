// Stripe.js as https://docs.stripe.com/js documents it, as far as our payment page uses it: a
// script from another origin that puts a frame of that origin into each place, tells what stands
// in it without telling it, and gives the name of a payment method for it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type StripeFields = Awaited<ReturnType<typeof startStripeFields>>;

export async function startStripeFields(methodOf: (number: string) => string | undefined) {
  /** What was typed, by field of a page; it never leaves this server. */
  const typed = new Map<string, string>();
  const asked: { publicKey: string | null; billing: unknown }[] = [];
  const state = { script: true, answers: true };
  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe.test');
    let text = '';
    for await (const part of request) text += String(part);
    response.setHeader('access-control-allow-origin', '*');
    if (url.pathname === '/v3/' && !state.script) return void response.writeHead(503).end();
    if (url.pathname === '/v3/') return reply(response, 'text/javascript', script);
    if (url.pathname === '/field') return reply(response, 'text/html; charset=utf-8', frame);
    if (url.pathname === '/typed') typed.set(url.searchParams.get('field') ?? '', text);
    // Silent: the page has to give up by itself.
    if (url.pathname === '/methods' && !state.answers) return;
    if (url.pathname !== '/methods') return void response.end('{}');
    const number = typed.get(url.searchParams.get('field') ?? '')?.replaceAll(' ', '') ?? '';
    asked.push({ publicKey: url.searchParams.get('key'), billing: JSON.parse(text) as unknown });
    const id = methodOf(number);
    const answer = id ? { paymentMethod: { id } } : { error: { code: 'incorrect_number' } };
    reply(response, 'application/json', JSON.stringify(answer));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    script: `${origin}/v3/`,
    origin,
    asked,
    state,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

/** In the page: makes frames, passes on what they say of themselves. */
const script = `
{
  const { origin } = new URL(document.currentScript.src);
  const titles = { cardNumber: 'card number', cardExpiry: 'expiration date', cardCvc: 'CVC' };
  let count = 0;
  globalThis.Stripe = (key) => ({
    elements: () => ({
      create(kind, { style }) {
        const id = kind + (count += 1) + Math.random();
        const heard = {};
        const frame = document.createElement('iframe');
        frame.title = 'Secure ' + titles[kind] + ' input frame';
        frame.setAttribute('frameborder', '0');
        frame.setAttribute('height', '22');
        frame.setAttribute('width', '100%');
        const listen = ({ source, data }) => {
          if (source === frame.contentWindow) heard[data.event]?.(data.change);
        };
        return {
          id,
          on: (event, call) => (heard[event] = call),
          mount(place) {
            const look = encodeURIComponent(JSON.stringify(style.base));
            frame.src = origin + '/field?kind=' + kind + '&id=' + id + '#' + look;
            addEventListener('message', listen);
            place.append(frame);
          },
          update: ({ style: { base } }) => frame.contentWindow?.postMessage({ base }, origin),
          focus: () => (frame.focus(), frame.contentWindow?.postMessage('focus', origin)),
          destroy: () => (removeEventListener('message', listen), frame.remove()),
        };
      },
    }),
    createPaymentMethod: async ({ card, billing_details: billing }) => {
      const address = origin + '/methods?field=' + card.id + '&key=' + key;
      const answer = await fetch(address, { method: 'POST', body: JSON.stringify(billing) });
      return answer.json();
    },
  });
}
`;

/** In the frame: one field. */
const frame = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Field</title>
<style>html,body{margin:0;background:transparent}
input{all:unset;width:100%;height:22px}</style><body><script>
const { searchParams } = new URL(location);
const kind = searchParams.get('kind');
const input = document.createElement('input');
input.setAttribute('aria-label', { cardNumber: 'Credit or debit card number',
  cardExpiry: 'Credit or debit card expiration date', cardCvc: 'Credit or debit card CVC' }[kind]);
input.inputMode = 'numeric';
const dress = (base) => Object.assign(input.style, { color: base.color, fontSize: base.fontSize });
dress(JSON.parse(decodeURIComponent(location.hash.slice(1))));
const lengths = { cardNumber: 16, cardExpiry: 4, cardCvc: 3 };
input.oninput = async () => {
  const digits = input.value.replace(/\\D/g, '');
  const complete = digits.length >= lengths[kind];
  await fetch('/typed?field=' + searchParams.get('id'), { method: 'POST', body: digits });
  const past = kind === 'cardExpiry' && complete && Number(digits.slice(2)) < 26;
  const change = { empty: digits === '', complete: complete && !past };
  if (past) change.error = { code: 'invalid_expiry_year_past' };
  parent.postMessage({ event: 'change', change }, '*');
};
onmessage = ({ data }) => (data === 'focus' ? input.focus() : dress(data.base));
document.body.append(input);
parent.postMessage({ event: 'ready' }, '*');
</script></body></html>`;
