// Tax that a service of somebody else says, over HTTP. It is asked before anything is written and
// with no transaction open; what it says is believed only where it adds up. Where it does not
// answer, configuration decides: nobody may buy until it does, or our own tables speak for it.
import { Agent, request } from 'undici';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { Failure } from '#kernel/core/error.ts';
import { add } from '#kernel/core/money.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { guard } from '#kernel/resilience/resilience.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  evidenceOf,
  taxByTable,
  type TaxAnswer,
  type TaxAsked,
  type TaxEngine,
} from './tax-engine.ts';
import type { TaxBook } from './tax-book.ts';
import type { Taxed } from './tax.ts';

const reply_bytes_max = 256 * 1024;
const connections = 50;
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });

/** What the service answers. `lines` stand in the order of the question. */
const replySchema = Type.Object({
  version: Type.String({ minLength: 1, maxLength: 100 }),
  /** Whether amounts have the tax in them. */
  included: Type.Boolean(),
  lines: Type.Array(Type.Object({ tax_minor: minor })),
  shipping: Type.Object({ tax_minor: minor }),
  parts: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      rate_milli: Type.Integer({ minimum: 0, maximum: 100_000 }),
      base_minor: minor,
      tax_minor: minor,
    }),
    { maxItems: 50 },
  ),
});
type Reply = Static<typeof replySchema>;

export interface RemoteTax {
  url: string;
  key: string | null;
  timeout_ms: number;
  /** What is done while it does not answer. */
  otherwise: 'refuse' | 'table';
}

/** A question is a question: it may be asked twice. */
const retries = 1;
const breaker = { failures: 5, halfOpenAfter_ms: 5_000 };

export function taxByService(
  of: RemoteTax,
  { book, log }: { book: () => TaxBook; log: Pick<RoomContext['log'], 'warn'> },
): TaxEngine {
  const name = 'tax';
  const bulkhead = { max: connections, queue_max: 400 };
  const backoff = { first_ms: 50, max_ms: 200 };
  const through = guard({ name, timeout_ms: of.timeout_ms, retries, breaker, bulkhead, backoff });
  const dispatcher = new Agent({ connections, connect: { timeout: of.timeout_ms } });
  const engine = new URL(of.url).host;
  return async (asked): Promise<TaxAnswer | Refusal<'tax-unavailable'>> => {
    const { exemption } = book().caseOf(asked.place, { classes: [], userId: asked.userId });
    const body = JSON.stringify({ ...asked, userId: undefined, exemption });
    try {
      const reply = await through.run((signal) => ask(of, { body, dispatcher, signal }));
      return answerOf(asked, reply, { engine, day: book().day });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      log.warn({ err: error, otherwise: of.otherwise }, 'the tax service did not answer');
      if (of.otherwise === 'table') return taxByTable(book(), asked);
      return refuse('tax-unavailable', { engine });
    }
  };
}

async function ask(
  { url, key }: RemoteTax,
  of: { body: string; dispatcher: Agent; signal: AbortSignal },
): Promise<Reply> {
  const reply = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: of.body,
    dispatcher: of.dispatcher,
    signal: of.signal,
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > reply_bytes_max) throw notBelieved('too large');
    chunks.push(chunk);
  }
  if (reply.statusCode !== 200) throw notBelieved(`status ${reply.statusCode}`);
  let said: unknown;
  try {
    said = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw notBelieved('not JSON');
  }
  if (!Value.Check(replySchema, said)) throw notBelieved('not as agreed');
  return said;
}

const notBelieved = (reply: string) => new Failure('room-unavailable', { guard: 'tax', reply });

/** Throws where the answer does not add up, as if there were none. */
function answerOf(asked: TaxAsked, reply: Reply, of: { engine: string; day: string }): TaxAnswer {
  const { included, version, parts } = reply;
  const lines = reply.lines.map((line) => line.tax_minor);
  const shipping_minor = reply.shipping.tax_minor;
  const whole = add(shipping_minor, ...lines);
  if (lines.length !== asked.lines.length) throw notBelieved('lines are missing');
  if (add(0, ...parts.map((part) => part.tax_minor)) !== whole) {
    throw notBelieved('its parts are not the whole');
  }
  const over =
    shipping_minor > asked.shipping_minor ||
    lines.some((tax, at) => tax > (asked.lines[at]?.amount_minor ?? 0));
  if (over) throw notBelieved('more tax than price');
  const none = lines.map(() => 0);
  const taxed: Taxed = {
    tax_minor: included ? 0 : whole,
    lines: included ? none : lines,
    includedLines: included ? lines : none,
    includedShipping_minor: included ? shipping_minor : 0,
    reliefLines: none,
    reliefShipping_minor: 0,
    parts,
  };
  const how = { included, rounding: 'document', exemption: null } as const;
  return { ...taxed, evidence: evidenceOf(asked, { ...of, version, taxed, ...how }) };
}
