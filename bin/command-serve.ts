import { collectAtRest } from './collect-at-rest.ts';
import { integerOption, textOption, type Command } from './command.ts';
import { roomNames } from './room-names.ts';
import { stopSignal } from './stop-signal.ts';

export const command: Command = {
  summary: 'Start Trueshelf: database, rooms, demo marketplace and HTTP',
  usage: 'serve [--rooms <a,b>] [--port <port>] [--no-web]',
  options: {
    rooms: {
      type: 'string',
      value: '<a,b>',
      summary: 'Serve only these rooms',
    },
    port: { type: 'string', value: '<port>', summary: 'Port of the HTTP server (default 3000)' },
    'no-web': { type: 'boolean', summary: 'Serve the API without the storefront' },
  },
  notes: [
    `Rooms: ${roomNames().join(', ')}.`,
    'Rooms that are served elsewhere are called at TRUESHELF_ROOM_URLS, with the same\n' +
      'TRUESHELF_INTERNAL_SECRET in every process. All of them use one database.',
  ],
  examples: [
    'npx trueshelf serve',
    'TRUESHELF_ROOM_URLS=inventory=http://127.0.0.1:3001 npx trueshelf serve --rooms checkout',
  ],
  run: async (args) => {
    const only = textOption(args, 'rooms')?.split(/[\s,]+/) ?? null;
    const port = integerOption(args, 'port', { min: 0, max: 65_535 });
    const { serve } = await import('#services/serve.ts');
    const { progress, welcome } = await import('./progress.ts');
    const shown = progress();
    const { signal, done } = stopSignal();
    try {
      const web = args.values['no-web'] !== true;
      const served = await serve({ only, port, web, signal, onProgress: shown.say });
      shown.done();
      if (!signal.aborted) process.stdout.write(welcome(served));
      collectAtRest();
      await new Promise<void>((asked) => {
        if (signal.aborted) asked();
        else signal.addEventListener('abort', () => asked());
      });
      await served.stop();
      return 0;
    } catch (error) {
      if (signal.aborted) return 130;
      throw error;
    } finally {
      shown.done();
      done();
    }
  },
};
