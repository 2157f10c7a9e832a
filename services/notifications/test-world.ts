/** What sending needs, for the tests of this room: database, inbox, job queue and SMTP server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { inbox } from '#kernel/events/inbox.ts';
import { installJobs, jobs } from '#kernel/jobs/jobs.ts';
import { silentLogger } from '#kernel/telemetry/log.ts';
import { identityEvents } from '#services/identity/contract.ts';
import { ordersEvents } from '#services/orders/contract.ts';
import { smtpPost } from './post.ts';
import { notificationReactions } from './reactions.ts';

export interface Received {
  to: string;
  raw: string;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A database of its own; `post` sends to `smtp`, a real server that keeps what it takes. */
export async function openWorld() {
  const database = await testDatabase(['notifications']);
  await installJobs({ url: database.url });
  const db = openDb({ url: database.url, room: 'notifications' });
  const smtp = await startSmtp();
  const post = smtpPost(smtp.url);
  const queue = jobs({ url: database.url, log: silentLogger });
  const handlers = notificationReactions({ jobs: queue, clock: systemClock });
  const eventSets = [ordersEvents, identityEvents];
  const options = { clock: systemClock, log: silentLogger, handlers, eventSets };
  const events = inbox({ room: 'notifications', db, ...options });
  return {
    db,
    smtp,
    post,
    queue,
    events,
    close: async () => {
      await events.stop();
      await queue.stop();
      post.close();
      await smtp.close();
      await db.close();
      await database.drop();
    },
  };
}

async function startSmtp() {
  const received: Received[] = [];
  /** SMTP codes for the next recipients; 0 takes them. */
  const answers: number[] = [];
  const onRcptTo = (_: unknown, __: unknown, done: (error?: Error) => void): void => {
    const code = answers.shift() ?? 0;
    done(code === 0 ? undefined : Object.assign(new Error('no'), { responseCode: code }));
  };
  const onData = async (
    stream: NodeJS.ReadableStream,
    session: { envelope: { rcptTo: { address: string }[] } },
    done: () => void,
  ): Promise<void> => {
    const raw = await readText(stream as never);
    received.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw });
    done();
  };
  const taking = { onRcptTo, onData };
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], ...taking });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answers,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
