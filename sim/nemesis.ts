// Kills, pauses and disturbs processes between two steps, as the seed's weather has it.
import { runAs, type Owner } from './scheduler.ts';
import type { Process } from './process.ts';
import type { Stage } from './stage.ts';

/** Called between two steps. */
export function nemesis(stage: Stage, seed: number): () => Promise<void> {
  const { fates, processes, locks, scheduler } = stage;
  const me: Owner = { name: `nemesis of ${seed}`, alive: true, paused: false };
  const clock = scheduler.clockOf(me);
  const later = (ms: number, deed: () => void): void => {
    void runAs(me, () => clock.sleep(ms)).then(deed);
  };
  const alive = (): Process[] => processes.filter((one) => one.alive && !one.paused);

  const kill = async (victim: Process): Promise<void> => {
    fates.note('fault: process killed');
    if (victim.sessions.size > 0) fates.note('a process died inside a transaction');
    await victim.die();
    later(fates.int(50, 15_000), () => stage.revive(victim));
  };
  return async () => {
    // A process that could not start is tried again, as an init would.
    for (const one of processes) {
      if (!one.alive && !one.mourned) {
        one.mourned = true;
        if (!one.killed) later(1_000, () => stage.revive(one));
      }
    }
    const able = alive();
    if (able.length === 0) return;
    if (fates.hit('crash')) {
      const everything = fates.int(1, 6) === 1;
      if (everything) fates.note('fault: everything killed at once');
      for (const victim of everything ? able : [fates.pick(able)]) {
        victim.killed = true;
        await kill(victim);
      }
      return;
    }
    if (fates.hit('pause')) {
      const victim = fates.pick(able);
      fates.note('fault: process paused');
      await victim.stop();
      later(fates.int(500, 60_000), () => {
        victim.paused = false;
      });
    }
    if (fates.hit('lockLost')) {
      fates.note('fault: locks lost');
      locks.lose(fates.pick(able));
    }
  };
}
