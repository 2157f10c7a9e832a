// Everything between processes: calls of rooms, events, webhooks and what clients send. Each goes
// to a live process that serves the room, may be lost on the way there or back, come late or
// twice; and who dies takes what it was asked along.
import { currentContext, runWith, type Context } from '#kernel/core/context.ts';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { call_tries_max } from '#kernel/core/limit.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { aggregateKey, roomOf } from '#kernel/events/event.ts';
import type { Transport } from '#kernel/events/transport.ts';
import type { CallSet, CallSpec, Client } from '#kernel/http/contract.ts';
import type { Fates, Message } from './fates.ts';
import type { Process } from './process.ts';
import { runAs, type Owner, type Scheduler } from './scheduler.ts';

/** The connection was never made: nothing happened. */
export class Unsent extends Error {}
/** No answer came: nobody knows. */
export class NoAnswer extends Error {}

export interface Envelope<T> {
  from: Owner;
  room: string;
  label: string;
  timeout_ms: number;
  fate: Message;
  work(target: Process): Promise<T>;
}

/** Why a time limit is over; made once, because an error costs more than a message. */
const answered = new Error('answered');

export class Network {
  readonly #scheduler: Scheduler;
  readonly #fates: Fates;
  readonly #processes: () => readonly Process[];

  constructor(scheduler: Scheduler, fates: Fates, processes: () => readonly Process[]) {
    this.#scheduler = scheduler;
    this.#fates = fates;
    this.#processes = processes;
  }

  /** One message and its answer. Rejects with Unsent, NoAnswer or the receiver's own error. */
  async send<T>(envelope: Envelope<T>): Promise<T> {
    const { from, room, label, timeout_ms, fate } = envelope;
    const clock = this.#scheduler.clockOf(from);
    const over = new AbortController();
    const late = clock.sleep(timeout_ms, over.signal).then(() => {
      throw new NoAnswer(label);
    });
    late.catch(() => undefined);
    const answer = (async (): Promise<T> => {
      if (fate === 'late') await clock.sleep(this.#fates.int(200, 4_000));
      const target = await this.#scheduler.turn(from, `→ ${label}`, () => this.#target(room));
      if (fate === 'lost') return late;
      const reply = this.#arrive(envelope, target);
      if (fate === 'twice') this.#again(envelope);
      const settled = await reply.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      await this.#scheduler.turn(from, `← ${label}`, () => undefined);
      if (fate === 'reply-lost') return late;
      if ('error' in settled) throw settled.error;
      return settled.value;
    })();
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, late]);
    } finally {
      over.abort(answered);
    }
  }

  #target(room: string): Process {
    const able = this.#processes().filter((one) => one.alive && one.started && one.serves(room));
    if (able.length === 0) throw new Unsent(room);
    return this.#fates.pick(able);
  }

  /** Runs the work in the process; when that dies, its answer is lost. */
  #arrive<T>(envelope: Envelope<T>, target: Process): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const gone = (): void => reject(new NoAnswer(envelope.label));
      target.asked.add(gone);
      const leave = (): void => void target.asked.delete(gone);
      runAs(target, () => envelope.work(target)).then(
        (value) => (leave(), resolve(value)),
        (error: unknown) => (leave(), reject(error as Error)),
      );
    });
  }

  #again<T>(envelope: Envelope<T>): void {
    const { from, room, label } = envelope;
    const clock = this.#scheduler.clockOf(from);
    void (async () => {
      await clock.sleep(this.#fates.int(0, 3_000));
      const target = await this.#scheduler.turn(from, `⇉ ${label}`, () => this.#target(room));
      await this.#arrive(envelope, target);
    })().catch(() => undefined);
  }

  /** A room's client as kernel/http/rpc gives it: a function call here, a message elsewhere. */
  client<S extends CallSet>(from: Process, set: S): Client<S> {
    const methods = Object.entries(set.calls).map(([name, spec]) => [
      name,
      (input: unknown) => {
        const here = from.handler(set.room, name);
        return here === undefined ? this.#call(from, { set, name, spec }, input) : here(input);
      },
    ]);
    return Object.fromEntries(methods) as Client<S>;
  }

  async #call(
    from: Process,
    of: { set: CallSet; name: string; spec: CallSpec },
    input: unknown,
  ): Promise<unknown> {
    const { set, name, spec } = of;
    const context = currentContext();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.send({
          from,
          room: set.room,
          label: `${set.room}.${name}`,
          timeout_ms: spec.timeout_ms,
          fate: this.#fates.message(),
          work: (target) => answerOf(target, { set, name, context }, copy(input)),
        });
      } catch (error) {
        const failure = failureOf(error, set.room);
        const again = spec.retry ? failure.retryable : failure.code === 'room-unavailable';
        if (!again || tries >= call_tries_max) throw failure;
        this.#fates.note('a call was sent again');
        await this.#scheduler.clockOf(from).sleep(50 * 2 ** tries);
      }
    }
  }

  /** Events from a relay to a consumer, with all that may befall them. */
  transport(from: Process): Transport {
    return { deliver: (consumer, events) => this.#deliver(from, consumer, events) };
  }

  async #deliver(from: Process, consumer: string, events: EventEnvelope[]): Promise<void> {
    const fate = this.#fates.delivery();
    const clock = this.#scheduler.clockOf(from);
    if (fate === 'late') await clock.sleep(this.#fates.int(100, 20_000));
    if (fate === 'lost') throw new OutcomeUnknown({ consumer });
    const sent = fate === 'mixed' ? this.#mixed(events) : events;
    await this.#handOver(from, consumer, sent);
    if (fate !== 'twice') return;
    void (async () => {
      await clock.sleep(this.#fates.int(0, 30_000));
      await this.#handOver(from, consumer, sent);
    })().catch(() => undefined);
  }

  async #handOver(from: Process, consumer: string, events: EventEnvelope[]): Promise<void> {
    const room = roomOf(consumer);
    const here = from.inbox(room);
    if (here !== undefined) return here.consume(consumer, events);
    const label = `events ${consumer}`;
    try {
      await this.send({
        from,
        room,
        label,
        timeout_ms: 30_000,
        fate: this.#fates.message(),
        work: async (target) => target.inbox(room)?.consume(consumer, copy(events)),
      });
    } catch (error) {
      throw failureOf(error, room);
    }
  }

  /** Another order, in which each aggregate's own events keep theirs. */
  #mixed(events: readonly EventEnvelope[]): EventEnvelope[] {
    const queues = new Map<string, EventEnvelope[]>();
    for (const event of events) {
      const key = aggregateKey(event);
      queues.set(key, [...(queues.get(key) ?? []), event]);
    }
    const order = this.#fates.shuffle(events.map(aggregateKey));
    return order.flatMap((key) => queues.get(key)?.shift() ?? []);
  }
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null)) as T;

async function answerOf(
  target: Process,
  of: { set: CallSet; name: string; context: Context | undefined },
  input: unknown,
): Promise<unknown> {
  const { set, name, context } = of;
  const handler = target.handler(set.room, name);
  if (handler === undefined) throw new Unsent(set.room);
  const run = (): Promise<unknown> => handler(input);
  const result = await (context === undefined ? run() : runWith(context, run));
  return isRefusal(result) ? refuse(result.code, copy(result.detail)) : copy(result);
}

function failureOf(error: unknown, room: string): Failure {
  if (error instanceof Unsent) return new Failure('room-unavailable', { room });
  if (error instanceof NoAnswer) return new OutcomeUnknown({ room });
  if (error instanceof Failure) return error;
  return new Failure('internal-error', { room }, { cause: error });
}
