import type { Clock } from '#kernel/core/clock.ts';
import type { Task } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';

/** Runs repeated upkeep: each task by itself, never twice at once; errors are tried again. */
export function runTasks(tasks: readonly Task[], deps: { clock: Clock; log: Logger }) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = tasks.map(async (task) => {
    while (!signal.aborted) {
      try {
        await task.run(signal);
      } catch (error) {
        if (!signal.aborted) deps.log.warn({ err: error, task: task.name }, 'task failed');
      }
      await deps.clock.sleep(task.every_ms, signal).catch(() => undefined);
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
