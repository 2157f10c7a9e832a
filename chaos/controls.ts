// Controls: faults that must be seen. A harness that is green here too proves nothing.
import { rpc } from '#kernel/http/rpc.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import { Lane } from './lane.ts';
import { killPostgres, type LoadResult } from './load.ts';
import { matrix, type Cell } from './points.ts';
import { runSchedule, type Result } from './schedule.ts';
import { common } from './world.ts';

/** A database that acknowledges commits before they are written loses some when it is killed. */
export function forgetfulDatabase(seed: string, kills = 2): Promise<LoadResult> {
  const settings = {
    synchronous_commit: 'off',
    wal_writer_delay: '10000',
    wal_writer_flush_after: '1GB',
    wal_buffers: '64MB',
    checkpoint_timeout: '30min',
  };
  return killPostgres({ kills, seed, settings });
}

/** A gateway that does not keep its promise about keys and charges twice. */
export async function doubleCharge(seed: string): Promise<Result> {
  const cell = matrix().find(({ id }) => id === 'orchestrator/success/ORDER.e') as Cell;
  const lane = await Lane.open({ name: 'twice', ownPostgres: false });
  try {
    lane.onCharge = (input) => chargeAgain(lane, input);
    return await runSchedule(lane, { cell, seed });
  } finally {
    await lane.close();
  }
}

async function chargeAgain(lane: Lane, body: string): Promise<void> {
  const calls = rpc({
    clock: systemClock,
    origins: { sandbox: lane.gateway.url },
    secret: common.internalSecret,
  });
  const { input } = JSON.parse(body) as { input: { key: string } };
  try {
    await calls.client(sandboxCalls).charge({ ...input, key: `${input.key}:again` } as never);
  } finally {
    await calls.close();
  }
}
