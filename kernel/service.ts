// What a room is to the kernel: static facts (name, contract, consumers) that every process
// knows, and a start function that only the processes that serve the room call.
import type { Revocations } from '#kernel/auth/revocation.ts';
import type { Tokens } from '#kernel/auth/token.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Db } from '#kernel/db/db.ts';
import type { ConsumerSpec, EventSet, Handler } from '#kernel/events/event.ts';
import type { AnyCallHandlers, CallSet, Client } from '#kernel/http/contract.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Jobs, JobHandler } from '#kernel/jobs/jobs.ts';
import type { SagaRunner } from '#kernel/saga/runner.ts';
import type { SyncEnds } from '#kernel/sync/end.ts';
import type { Logger } from '#kernel/telemetry/log.ts';

export interface Room {
  /** Also the name of its PostgreSQL schema; its role is `trueshelf_<name>`. */
  readonly name: string;
  /** `import.meta.dirname` of the room; its `migrations/` are below. */
  readonly folder: string;
  readonly events: EventSet | null;
  readonly calls: CallSet | null;
  readonly consumers: readonly ConsumerSpec[];
  /** Only outside production. */
  readonly devOnly?: boolean;
  start(ctx: RoomContext): Promise<RunningRoom>;
}

export interface RoomContext {
  readonly room: string;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: Config;
  /** Call after a statement that wrote outbox rows. */
  readonly outbox: { poke(): void };
  readonly jobs: Jobs;
  readonly sagas: SagaRunner;
  /** Typed client of another room: a function call here, signed HTTP elsewhere. */
  client<Set extends CallSet>(calls: Set): Client<Set>;
  /** Tells that an engine this room can do without is gone; the reason shows in /health/ready. */
  degraded(engine: string, reason: string | null): void;
  /** Issues and verifies access tokens with this installation's keys. */
  readonly tokens: Tokens;
  /** Sessions and users whose tokens are dead; takes effect in this process at once. */
  readonly revocations: Revocations;
  /** Names of all rooms there are, served here or not. */
  readonly rooms: readonly string[];
  /** Has the checker of all invariants look at the database; it runs outside of every room. */
  checkInvariants(signal?: AbortSignal): Promise<InvariantCounts>;
}

/** Violations by code, as `trueshelf check --json` prints them. */
export interface InvariantCounts {
  instant: Record<string, number>;
  quiescent: Record<string, number>;
  violations: number;
}

/** Repeated upkeep of a room; one runs at a time per process, errors are logged and tried again. */
export interface Task {
  name: string;
  every_ms: number;
  run(signal: AbortSignal): Promise<void>;
}

/** One number for Prometheus. Label values come from a short list, never from ids. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface RunningRoom {
  readonly calls?: AnyCallHandlers;
  readonly routes?: readonly Route[];
  /** By consumer name. */
  readonly reactions?: Readonly<Record<string, Handler>>;
  /** By task name, `<room>.<job>`. */
  readonly jobs?: Readonly<Record<string, JobHandler>>;
  readonly tasks?: readonly Task[];
  /** Its ends of comparisons between a source and its copies, by name. */
  readonly sync?: SyncEnds;
  /** Numbers of the room for GET /metrics, read when they are asked for. */
  samples?(): Promise<Sample[]>;
  stop?(): Promise<void>;
}
