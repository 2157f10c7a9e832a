import { setFlagsFromString } from 'node:v8';
import { flagOption, integerOption, textOption, UsageError, type Command } from './command.ts';
import { runBaskets } from './import-baskets.ts';

export const command: Command = {
  summary: 'Import products, categories, warehouses, or baskets (columns: basket, product)',
  usage: 'import [<file> | baskets <file>] [--map <pairs>] [--seller <id or slug>] [options]',
  options: {
    map: { type: 'string', value: '<pairs>', summary: 'field=path,… and field:=constant,…' },
    seller: { type: 'string', value: '<id or slug>', summary: 'Whose products these are' },
    categories: { type: 'string', value: '<file>', summary: 'Category tree, loaded first' },
    warehouses: { type: 'string', value: '<file>', summary: 'Places that become warehouses' },
    'limit-warehouses': { type: 'string', value: '<n>', summary: 'At most so many (default 20)' },
    currency: { type: 'string', value: '<code>', summary: 'For rows without one (default USD)' },
    'create-categories': { type: 'boolean', summary: 'Make categories that do not exist' },
    'dry-run': { type: 'boolean', summary: 'Check every row and write nothing' },
  },
  examples: [
    'npx trueshelf import products.csv --seller acme --create-categories --dry-run',
    'npx trueshelf import list.json --map name=title,sku=sku,price=price,category=category',
    'npx trueshelf import --categories categories.json --warehouses stores.json',
  ],
  positionals_max: 2,
  async run(args) {
    const [file = null, ...more] = args.positionals;
    if (file === 'baskets') return runBaskets(more);
    // Rows live for a moment: a heap that may grow far before it is looked through costs 200 MB.
    setFlagsFromString('--semi-space-growth-factor=1 --heap-growing-percent=60');
    const { isRefusal } = await import('#kernel/core/refusal.ts');
    const { isCurrency } = await import('#kernel/core/money.ts');
    const { parseMapping } = await import('../services/catalog/import-map.ts');
    const { ImportMistake } = await import('../services/catalog/import-cli.ts');
    const { showProgress, showReport } = await import('./import-report.ts');
    const mapping = parseMapping(textOption(args, 'map') ?? '');
    if (isRefusal(mapping)) throw new UsageError(`--map: ${String(mapping.detail['reason'])}`);
    const currency = textOption(args, 'currency') ?? 'USD';
    if (!isCurrency(currency)) throw new UsageError(`--currency: ${currency} is not known`);
    const wish = {
      file,
      mapping,
      currency,
      seller: textOption(args, 'seller') ?? null,
      categories: textOption(args, 'categories') ?? null,
      warehouses: textOption(args, 'warehouses') ?? null,
      warehouses_max: integerOption(args, 'limit-warehouses', { min: 1, max: 1000 }) ?? 20,
      createCategories: flagOption(args, 'create-categories'),
      dryRun: flagOption(args, 'dry-run'),
      onProgress: showProgress,
    };
    const isNothing = [file, wish.categories, wish.warehouses].every((one) => one === null);
    if (isNothing || more.length > 0) throw new UsageError('name a file, or what to import');
    try {
      const { importShop } = await import('../services/import.ts');
      return showReport(await importShop(wish), wish.dryRun);
    } catch (error) {
      if (error instanceof ImportMistake) throw new UsageError(error.message);
      throw error;
    }
  },
};
