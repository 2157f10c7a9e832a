import type { Clock } from '#kernel/core/clock.ts';
import { sweepEvents } from '#kernel/events/sweep.ts';
import { sweepIdempotency } from '#kernel/http/idempotency.ts';
import type { TaskBoard } from '#kernel/ops/tasks.ts';
import type { Task } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { RoomRuntime } from './room-runtime.ts';
import type { Shared } from './shared.ts';

const HOUR_MS = 60 * 60 * 1_000;

/**
 * Runs repeated upkeep: each task by itself, never twice at once; errors are tried again. The
 * board tells of them, and lets one be run before its time.
 */
export function runTasks(
  tasks: readonly Task[],
  deps: { clock: Clock; log: Logger; board: TaskBoard },
) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = tasks.map(async (task) => {
    const entry = deps.board.add(task);
    while (!signal.aborted) {
      entry.started();
      try {
        await task.run(signal);
        entry.ended(undefined);
      } catch (error) {
        entry.ended(error);
        if (!signal.aborted) deps.log.warn({ err: error, task: task.name }, 'task failed');
      }
      await entry.rest(task.every_ms, signal);
    }
  });
  return {
    /** Tells running tasks to stop and waits for them. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** The upkeep every room has, and its own. */
export function tasksOf(runtime: RoomRuntime, shared: Shared): Task[] {
  const { room, db, inbox: events } = runtime;
  const consumers = shared.rooms.flatMap((one) => one.consumers);
  const inboxes = [...(events?.consumers ?? [])];
  const { clock } = shared;
  const upkeep: Task[] = [
    {
      name: `${room.name}.sweep-events`,
      every_ms: HOUR_MS,
      run: async (signal) => {
        await sweepEvents({ room: room.name, db, clock, consumers, inboxes, signal });
      },
    },
    {
      name: `${room.name}.sweep-idempotency`,
      every_ms: 60_000,
      run: async (signal) => {
        await sweepIdempotency(db, { signal });
      },
    },
  ];
  return [...upkeep, ...(runtime.running.tasks ?? [])];
}
