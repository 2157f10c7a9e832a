import { Type } from 'typebox';

/** What a product is to tax; a place that knows no rate of a class has its standard. */
export const taxClasses = [
  'standard',
  'reduced',
  'food',
  'books',
  'medicine',
  'clothing',
  'digital',
  'zero',
] as const;
export type TaxClass = (typeof taxClasses)[number];
export const taxClassSchema = Type.Enum([...taxClasses]);
