import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { guard, type Guard } from '#kernel/resilience/resilience.ts';
import { notDone } from './gateway.ts';

/** At once; what waits longer than the timeout is unknown. */
const connections = 100;
const bulkhead = { max: connections, queue_max: 400 };
const breaker = { failures: 10, halfOpenAfter_ms: 5_000 };
const backoff = { first_ms: 100, max_ms: 1_000 };
/** Three tries at most, all with the same key. */
const retries = 2;

export interface Guarded {
  connections: number;
  /**
   * Runs one call of a gateway. Ends with its value, a Failure of `notDone`, or OutcomeUnknown for
   * everything after which the gateway may have acted. A no that the call does not expect is
   * no failure of the gateway, so it opens no breaker: it ends as OutcomeUnknown too.
   */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/** The guards around a gateway over HTTP: one for money, one for questions, so that neither
 * waits behind the other. Both are listed for operators. */
export function gatewayGuards(
  name: string,
  timeout_ms: number,
  isNo: (error: unknown) => boolean,
): { pay: Guarded; ask: Guarded } {
  const make = (label: string) =>
    guard({ name: label, timeout_ms, bulkhead, breaker, backoff, retries });
  return {
    pay: honest(make(`gateway.${name}`), timeout_ms, isNo),
    ask: honest(make(`gateway.${name}.ask`), timeout_ms, isNo),
  };
}

/** All tries together have the time of one: whoever waits for the money waits no longer. */
function honest(through: Guard, timeout_ms: number, isNo: (error: unknown) => boolean): Guarded {
  return {
    connections,
    run: async (call) => {
      const { name } = through.state();
      try {
        const signal = AbortSignal.timeout(timeout_ms);
        const answer = await through.run(() => apart(call, isNo), { signal });
        if ('value' in answer) return answer.value;
        throw new OutcomeUnknown({ guard: name, refused: true }, { cause: answer.no });
      } catch (error) {
        if (error instanceof DOMException) {
          throw new OutcomeUnknown({ guard: name, timeout_ms }, { cause: error });
        }
        if (notDone(error) || !(error instanceof Failure) || error instanceof OutcomeUnknown) {
          throw error;
        }
        throw new OutcomeUnknown({ guard: name, code: error.code }, { cause: error });
      }
    },
  };
}

async function apart<T>(
  call: () => Promise<T>,
  isNo: (error: unknown) => boolean,
): Promise<{ value: T } | { no: unknown }> {
  try {
    return { value: await call() };
  } catch (no) {
    if (isNo(no)) return { no };
    throw no;
  }
}
