/**
 * Other words for what people type: a short list of everyday ones, and the words of the shop's own
 * names in other languages, so that what the menu calls "Jacken" is found by it. Pure.
 */
import type { NamesByLocale, ValueNames } from '#services/catalog/contract.ts';
import { plainWords } from './contract.ts';

/** Words that mean the same; singulars stand for their plurals too. */
const same: readonly string[] = [
  'sofa couch settee',
  'sneaker trainer',
  'tote handbag purse',
  'suitcase luggage trolley',
  'backpack rucksack',
  'phone smartphone cellphone',
  'headphone headset earphone',
  'bicycle bike',
  'rug carpet',
  'cushion pillow',
  'cap hat',
  'hoodie sweatshirt sweater jumper pullover',
  'perfume fragrance cologne',
  'mug cup',
  'pan skillet saucepan',
  'color colour',
  'grey gray',
  'bottle flask thermos',
  'notebook journal',
  'cookbook cookery',
  'plush teddy',
  'jigsaw puzzle',
  'shelf shelving bookcase bookshelf',
  'watch wristwatch',
  'jacket coat parka',
  'speaker loudspeaker',
];

/** Words that stand for several narrower ones, and not the other way round. */
const narrower: Readonly<Record<string, string>> = {
  bag: 'tote handbag backpack suitcase',
  shoe: 'sneaker boot',
  footwear: 'shoe sneaker boot',
  computer: 'laptop',
  mobile: 'phone',
  toy: 'plush puzzle game',
  luggage: 'suitcase backpack',
  skincare: 'face',
  shampoo: 'hair',
  cutlery: 'knife',
  cookware: 'pan pot',
  dumbbell: 'weight',
  lipstick: 'lip',
  novel: 'fiction',
  moisturiser: 'face',
};

export type AlikeWords = ReadonlyMap<string, readonly string[]>;

interface Named {
  name: string;
  names: NamesByLocale;
}

/** Everyday words, as somebody may begin to type them or mistype them. */
export function everydayWords(): string[] {
  return [...alikeWords([], []).keys()];
}

/** Names with several parts (`Pots & Pans`) are matched part by part. */
const joints = /[&,،]|\s(?:und|y|e|और|and)\s|\sو/u;

/** What each word may also be called; the forms of each are left to whoever looks. */
export function alikeWords(things: readonly Named[], values: readonly ValueNames[]): AlikeWords {
  const found = new Map<string, Set<string>>();
  const add = (word: string, others: readonly string[]) => {
    const known = found.get(word) ?? new Set<string>();
    for (const other of others) if (other !== word) known.add(other);
    found.set(word, known);
  };
  for (const line of same) {
    const words = line.split(' ');
    for (const word of words) add(word, words);
  }
  for (const [word, line] of Object.entries(narrower)) add(word, line.split(' '));
  const named = values.flatMap((one) =>
    Object.entries(one).map(([name, names]): Named => ({ name, names })),
  );
  for (const { name, names } of [...things, ...named]) {
    const plain = partsOf(name);
    for (const other of Object.values(names)) {
      const parts = partsOf(other);
      if (parts.length !== plain.length) continue;
      parts.forEach(([word, more], at) => {
        const [meant, rest] = plain[at] ?? [];
        // One word for one word: what several words stand for together, nobody can tell.
        if (word === undefined || more !== undefined) return;
        if (meant !== undefined && rest === undefined) add(word, [meant]);
      });
    }
  }
  return new Map([...found].map(([word, others]) => [word, [...others]]));
}

function partsOf(name: string): string[][] {
  return name.split(joints).map((part) => plainWords(part));
}
