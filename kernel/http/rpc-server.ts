/** Answers the calls of other processes under /internal. Without a signature there is nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '#kernel/core/clock.ts';
import { runWith, type Context } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { Failure } from '#kernel/core/error.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { pathOf, type InFlight } from '#kernel/http/exchange.ts';
import { problem, problemOfError, type Problem } from '#kernel/http/problem.ts';
import type { HttpOptions } from '#kernel/http/settings.ts';
import { verifier } from '#kernel/http/signature.ts';
import { checkFor } from '#kernel/http/validate.ts';

/** Batches of events and of calls are larger than what clients may send. */
const body_bytes_max = 8 * 1_048_576;

interface Parts {
  readonly options: HttpOptions;
  readonly inFlight: InFlight;
  readonly sendBare: (request: FastifyRequest, reply: FastifyReply, found: Problem) => void;
}

interface Message {
  readonly context?: Context | null;
  readonly input?: unknown;
  readonly consumer?: string;
  readonly events?: EventEnvelope[];
}

type Handler = (input: unknown) => Promise<unknown>;
type Answer = (message: Message) => Promise<unknown>;

/** Every call of every room here, by path. */
function answersOf(options: HttpOptions): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const room of options.rooms) {
    for (const [name, spec] of Object.entries(room.calls?.set.calls ?? {})) {
      const handler = room.calls?.handlers[name] as Handler | undefined;
      const check = checkFor(spec.input, 'call');
      if (handler === undefined) continue;
      answers.set(`/internal/${room.name}/${name}`, async ({ input }) => {
        const errors = check(input);
        if (errors !== undefined) throw new Failure('validation-failed', { errors });
        return handler(input);
      });
    }
    const take = room.events;
    if (take === undefined) continue;
    answers.set(`/internal/${room.name}/events`, async ({ consumer, events }) => {
      if (typeof consumer !== 'string' || !Array.isArray(events)) {
        throw new Failure('malformed-request');
      }
      await take(consumer, events);
      return null;
    });
  }
  return answers;
}

/** Adds `POST /internal/<room>/<call>` where there is a secret; bodies must come as bytes. */
export function mountInternal(app: FastifyInstance, parts: Parts): void {
  const { options, inFlight, sendBare } = parts;
  if (options.internalSecret === undefined) return;
  const { accepts } = verifier(options.internalSecret, systemClock);
  const answers = answersOf(options);
  app.post('/internal/*', { bodyLimit: body_bytes_max }, (request, reply) => {
    const site = { instance: pathOf(request.originalUrl), requestId: request.id };
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
    const path = request.raw.url ?? '';
    const answer = answers.get(path);
    // The signature first: who has none must not learn which calls exist.
    const trusted = accepts({ method: 'POST', path, body }, request.headers);
    if (!trusted || answer === undefined) {
      sendBare(request, reply, problem('not-found', site));
      return;
    }
    void inFlight.track(async () => {
      try {
        const result = await run(answer, body);
        const sent = isRefusal(result)
          ? { refusal: { code: result.code, detail: result.detail } }
          : { output: result ?? null };
        void reply.type('application/json; charset=utf-8').send(JSON.stringify(sent));
      } catch (error) {
        const found = problemOfError(error, site);
        if (found.code === 'internal-error') {
          options.log.error({ error, path, requestId: request.id }, 'call failed by a bug');
        }
        sendBare(request, reply, found);
      }
    });
  });
}

function run(answer: Answer, body: Uint8Array): Promise<unknown> {
  let message: Message;
  try {
    message = JSON.parse(Buffer.from(body).toString('utf8')) as Message;
  } catch (cause) {
    throw new Failure('malformed-request', {}, { cause });
  }
  const context = message.context ?? { correlationId: newId('corr') };
  return runWith(context, () => answer(message));
}
