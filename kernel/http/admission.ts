/** Runs before the body is read: who is it, may they, how often, and with which version. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '#kernel/core/error.ts';
import { comeBack_ms } from '#kernel/http/door.ts';
import { versionIn } from '#kernel/http/etag.ts';
import { Exchange, type InFlight } from '#kernel/http/exchange.ts';
import { faultOf } from '#kernel/http/edge.ts';
import type { Pipeline } from '#kernel/http/pipeline.ts';
import { deniedBy, type Principal } from '#kernel/http/principal.ts';
import { isClosable, type ServedRoute } from '#kernel/http/served-route.ts';
import type { Settings } from '#kernel/http/settings.ts';

export interface Hall {
  readonly settings: Settings;
  readonly pipeline: Pipeline;
  readonly inFlight: InFlight;
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/** The onRequest hook of one route. Nothing asynchronous happens where nothing is asked. */
export function admission(served: ServedRoute, hall: Hall): Hook {
  const { settings, pipeline, inFlight } = hall;
  const closed = isClosable(served.route) ? settings.closed : undefined;
  return (request, reply, done) => {
    const x = new Exchange(served, request, reply);
    request.exchange = x;
    const entered = inFlight.enter(x);
    const fault = entered ? (faultOf(request.raw) ?? shut(closed)) : comeBack();
    if (fault !== undefined) {
      pipeline.fail(x, fault);
      return;
    }
    // What they want is known before who they are: the body is small, and may well be refused.
    if (x.onTrial) done();
    else admit(x, hall, done);
  };
}

/** After the body of one who was let in on trial: in by the first turn, or refused after all. */
export function judged(x: Exchange, hall: Hall, done: () => void): void {
  x.onTrial = false;
  if (x.served.route.holds?.(x.body) === true) {
    admit(x, hall, done);
    return;
  }
  x.shed = true;
  hall.pipeline.fail(x, comeBack());
}

function admit(x: Exchange, hall: Hall, done: () => void): void {
  const { authorization, cookie } = x.headers;
  if (authorization === undefined && cookie === undefined) limited(x, hall, done);
  else void identified(x, hall, done);
}

const comeBack = () => new Failure('overloaded', {}, { retryAfter_ms: comeBack_ms() });

function shut(closed: Settings['closed']): Failure | undefined {
  const now = closed?.() ?? null;
  if (now === null) return undefined;
  const { until, retryAfter_s } = now;
  return new Failure('maintenance', { until }, { retryAfter_ms: retryAfter_s * 1_000 });
}

async function identified(x: Exchange, hall: Hall, done: () => void): Promise<void> {
  const { authorization } = x.headers;
  const { cookies, headers, ip } = x;
  let principal: Principal;
  try {
    principal = await hall.settings.authenticate({ authorization, cookies, headers, ip });
  } catch (thrown) {
    // Bad credentials count against the address, so that guessing is slow.
    hall.pipeline.fail(x, hall.pipeline.limit(x) ?? thrown);
    return;
  }
  x.principal = principal;
  limited(x, hall, done);
}

function limited(x: Exchange, hall: Hall, done: () => void): void {
  const over = hall.pipeline.limit(x);
  if (over === undefined) proceed(x, hall, done);
  else hall.pipeline.fail(x, over);
}

function proceed(x: Exchange, hall: Hall, done: () => void): void {
  const { route } = x.served;
  const denial = deniedBy(x.principal, route);
  if (denial !== undefined) {
    hall.pipeline.fail(x, new Failure(denial));
    return;
  }
  if (!hall.inFlight.enterRoute(x)) {
    hall.pipeline.fail(x, comeBack());
    return;
  }
  if (route.ifMatch === true) {
    const version = versionIn(x.headers['if-match']);
    if (version === undefined || Number.isNaN(version)) {
      const code = version === undefined ? 'precondition-required' : 'precondition-failed';
      hall.pipeline.fail(x, new Failure(code));
      return;
    }
    x.ifMatch = version;
  }
  done();
}
