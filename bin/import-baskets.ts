import { UsageError } from './command.ts';

/** 0 when something was counted, 1 when the file held no basket. */
export async function runBaskets([file, ...more]: readonly string[]): Promise<number> {
  if (file === undefined || more.length > 0) throw new UsageError('name one file of baskets');
  const { BasketMistake, importBaskets } = await import('../services/import-baskets.ts');
  try {
    const { baskets, unknown, broken } = await importBaskets(file);
    const words = [
      `Baskets: ${baskets}`,
      `things that this shop does not have: ${unknown}`,
      `rows without basket and product: ${broken}`,
    ];
    process.stdout.write(`${words.join(', ')}\n`);
    return baskets === 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof BasketMistake) throw new UsageError(error.message);
    throw error;
  }
}
