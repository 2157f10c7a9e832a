import { Value } from 'typebox/value';
import { newId } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import type { RoomContext } from '#kernel/service.ts';
import { faultsSchema, type Faults } from './model.ts';
import * as store from './store.ts';

export type FaultSwitches = Awaited<ReturnType<typeof faultSwitches>>;

/** The fault switches: kept in the database, so that a restart and other processes have them. */
export async function faultSwitches({ db, config }: RoomContext) {
  const dice = prng(newId('dice'));
  let now: Faults = {};

  /** Takes over what another process has set. One statement. */
  async function refresh(): Promise<void> {
    const stored = await store.readFaults(db);
    now = Value.Check(faultsSchema, stored) ? stored : {};
  }

  /** Replaces all switches; those left out are off. */
  async function set(faults: Faults): Promise<void> {
    await store.writeFaults(db, faults);
    now = faults;
  }

  await refresh();
  return {
    refresh,
    set,
    get: (): Faults => now,
    draw: dice.next,
    /** Longer than a caller waits, so that its reply is lost. */
    hang_ms: (): number => now.hang_ms ?? Math.round(config.gatewayTimeout_ms * 1.5) + 500,
  };
}
