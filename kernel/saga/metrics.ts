import type { Db } from '#kernel/db/db.ts';
import type { Sample } from '#kernel/service.ts';
import type { SagaRunner } from './runner.ts';
import { countOpenSagas } from './store-operate.ts';

/**
 * Open sagas of the rooms of this process, by type and status, with the age of the oldest; and
 * what recovery did since the start. One statement for each room that leads sagas.
 */
export async function sagaSamples(
  rooms: readonly { room: string; db: Db; sagas: SagaRunner }[],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { room, db, sagas } of rooms) {
    if (sagas.types.length === 0) continue;
    let flagged = 0;
    for (const count of await countOpenSagas(db)) {
      const labels = { room, type: count.type, status: count.status };
      flagged += count.flagged;
      samples.push({ name: 'trueshelf_sagas_open', labels, value: count.sagas });
      samples.push({ name: 'trueshelf_saga_oldest_seconds', labels, value: count.oldest_s });
    }
    const { recovered, abandoned } = sagas.counts;
    samples.push({ name: 'trueshelf_sagas_stuck', labels: { room }, value: flagged });
    samples.push({
      name: 'trueshelf_saga_runs_recovered_total',
      labels: { room },
      value: recovered,
    });
    samples.push({
      name: 'trueshelf_saga_runs_abandoned_total',
      labels: { room },
      value: abandoned,
    });
  }
  return samples;
}
