import { integerOption, textOption, type Command } from './command.ts';

export const command: Command = {
  summary: 'Start Trueshelf: database, rooms, demo marketplace and HTTP',
  usage: 'trueshelf serve [--rooms a,b] [--port n]',
  options: {
    rooms: { type: 'string', value: '<a,b>', summary: 'serve only these rooms' },
    port: { type: 'string', value: '<port>', summary: 'port of the HTTP server (default 3000)' },
  },
  examples: [
    'npx trueshelf serve',
    'TRUESHELF_ROOM_URLS=inventory=http://127.0.0.1:3001 npx trueshelf serve --rooms checkout',
  ],
  run: async (args) => {
    const only = textOption(args, 'rooms')?.split(',') ?? null;
    const port = integerOption(args, 'port', { min: 0, max: 65_535 });
    const { sentenceOf, serve } = await import('#services/serve.ts');
    const { progress, welcome } = await import('./progress.ts');
    const shown = progress();
    try {
      const served = await serve({ only, port, onProgress: shown.say });
      shown.done();
      process.stdout.write(welcome(served));
      return await untilSignal(served.stop);
    } catch (error) {
      shown.done();
      const sentence = sentenceOf(error);
      if (!sentence) throw error;
      process.stderr.write(`trueshelf: ${sentence}\n`);
      return 1;
    }
  },
};

/** Waits for Ctrl-C or SIGTERM, then stops in order; a second signal ends at once. */
function untilSignal(stop: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      if (asked > 1) process.exit(130);
      process.stdout.write('Stopping …\n');
      stop().then(
        () => resolve(0),
        (error: unknown) => {
          process.stderr.write(`trueshelf: did not stop cleanly: ${String(error)}\n`);
          resolve(1);
        },
      );
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}
