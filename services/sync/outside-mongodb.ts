/**
 * A catalogue elsewhere in MongoDB. A document of the collection, or of a view that shapes it, has
 * the documented columns as fields. The driver is loaded when a shop names such a catalogue.
 */
import type { Collection, Document, MongoClient } from 'mongodb';
import { columns, type OutsideSource, type RawRow } from './outside-read.ts';

const batch_documents = 500;
/** For finding a server, for one answer of it, and for a whole question about SKUs. */
const server_ms = 5_000;
const answer_ms = 30_000;
const projection = Object.fromEntries([...columns, 'version'].map((name) => [name, 1]));

/**
 * Reads in the order of `_id`, so that nothing is met twice. A document that is deleted and written
 * anew meanwhile can be missed: `has` asks for those by their SKU.
 */
export function mongodbSource(of: {
  url: string;
  collection: string;
  sellerId: string;
  currency: string;
}): OutsideSource {
  const { url, collection, ...rest } = of;
  const connect = async (): Promise<[MongoClient, Collection]> => {
    const { MongoClient: Client } = await driver();
    const client = new Client(url, {
      appName: 'trueshelf',
      serverSelectionTimeoutMS: server_ms,
      connectTimeoutMS: server_ms,
      socketTimeoutMS: answer_ms,
      maxPoolSize: 2,
    });
    return [client, client.db().collection(collection)];
  };
  return {
    ...rest,
    async *rows() {
      const [client, list] = await connect();
      try {
        const cursor = list.find({}, { projection, sort: { _id: 1 }, batchSize: batch_documents });
        for await (const document of cursor) yield rowOf(document);
      } finally {
        await client.close();
      }
    },
    async has(skus) {
      const [client, list] = await connect();
      try {
        const filter = { sku: { $in: skus.flatMap(spellings) } };
        const options = { projection: { _id: 0, sku: 1 }, maxTimeMS: answer_ms };
        const found = await list
          .find(filter, options)
          .limit(2 * skus.length)
          .toArray();
        return found.map((one) => textOf(one['sku']) ?? '');
      } finally {
        await client.close();
      }
    },
  };
}

async function driver() {
  try {
    return await import('mongodb');
  } catch (error) {
    throw new Error('A catalogue in MongoDB needs the package mongodb.', { cause: error });
  }
}

/** A SKU of digits may be a number there. */
const spellings = (sku: string): (string | number)[] =>
  /^[1-9]\d{0,14}$/.test(sku) ? [sku, Number(sku)] : [sku];

/** How a document reads as a row of a file; what is no text, number or such list is left out. */
export function rowOf(document: Document): RawRow {
  const value: Record<string, string> = {};
  for (const [name, field] of Object.entries(document)) {
    const text = Array.isArray(field) ? joined(name, field) : textOf(field);
    if (text !== undefined) value[name] = text;
  }
  return { place: `Document ${(textOf(document['_id']) ?? '?').slice(0, 100)}`, value };
}

/** Lists as an import spells them: categories from the root, addresses of pictures. */
function joined(name: string, list: readonly unknown[]): string | undefined {
  const between = { category: ' > ', images: '|' }[name];
  const texts = list.map(textOf);
  if (between === undefined || texts.includes(undefined)) return undefined;
  return texts.join(between);
}

/** Types of numbers and ids that JavaScript has not; they write themselves. */
const written = new Set(['ObjectId', 'Decimal128', 'Long', 'Int32', 'Double', 'UUID']);

function textOf(field: unknown): string | undefined {
  if (typeof field === 'string') return field;
  if (typeof field === 'number' || typeof field === 'bigint') return plain(String(field));
  if (typeof field !== 'object' || field === null || !('_bsontype' in field)) return undefined;
  const type = String(field._bsontype);
  return written.has(type) ? plain(String(field)) : undefined;
}

/** 1E+2 is how a decimal may write 100. */
const plain = (text: string): string =>
  /^-?\d+(\.\d+)?E[+-]?\d+$/i.test(text) ? String(Number(text)) : text;
