// For jobs.test.ts: a worker whose job never ends, to be killed. Says so once the job runs.
import { silentLogger } from '../telemetry/log.ts';
import { jobs } from './jobs.ts';

const queue = jobs({ url: process.env['JOBS_TEST_URL'] ?? '', log: silentLogger });
await queue.start({
  hang: async () => {
    process.stdout.write('running\n');
    await new Promise(() => {});
  },
});
