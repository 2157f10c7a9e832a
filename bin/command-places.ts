import { UsageError, type Command } from './command.ts';

/** `trueshelf places`: towns by postal code, which address forms fill in. */
export const command: Command = {
  summary: 'Read towns by postal code from a file, so that address forms can fill them in',
  usage: 'places <file>',
  options: {},
  positionals_max: 1,
  examples: ['npx trueshelf places US.txt'],
  notes: [
    'A file of postal codes as GeoNames publishes them, for one country or all: tab-separated ' +
      'country, postal code, place, region, code of the region. What is there is kept or ' +
      'renamed, nothing is removed. Lines that are none are counted and left out; exit code 1 ' +
      'when all are.',
  ],
  async run(args) {
    const [file] = args.positionals;
    if (file === undefined) throw new UsageError('name a file');
    const { readPlaces } = await import('#services/places.ts');
    const { progress } = await import('./progress.ts');
    const shown = progress();
    try {
      const { places, wrong, firstWrong } = await readPlaces(file, shown.say);
      shown.done();
      process.stdout.write(`${places} places read.\n`);
      if (wrong > 0) {
        const first = firstWrong.join(', ');
        process.stdout.write(`${wrong} lines are no place and were left out; first: ${first}.\n`);
      }
      return places === 0 ? 1 : 0;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        throw new UsageError(`there is no file ${file}`);
      }
      throw error;
    } finally {
      shown.done();
    }
  },
};
