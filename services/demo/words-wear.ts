// Words of the demo shop for clothing: data, long because it is written by hand.
import { colors, type DepartmentWords, type OptionWords } from './words.ts';

const sizes: OptionWords = { name: 'size', values: ['S', 'M', 'L', 'XL'], count: [3, 4] };

export const clothing: DepartmentWords = {
  slug: 'clothing',
  name: 'Clothing',
  seller: 2,
  about: 'Everyday clothes in honest fabrics, cut to be worn for years.',
  brands: ['Solvenne', 'Yarrowin', 'Thornbeck', 'Ellisande'],
  lines: [
    'Coast',
    'Field',
    'Atelier',
    'Weekend',
    'Nightbus',
    'Rowan',
    'Mill Lane',
    'Archive',
    'Studio',
    'Tideline',
    'Common',
    'Dune',
    'Foundry',
    'Isla',
  ],
  closings: [
    'Wash cool and inside out; repairs are free for five years.',
    'Packed in paper and posted in a box you can reuse.',
    'Sewn in a workshop that publishes its wages.',
    'Dyed with a process that reuses nine tenths of its water.',
  ],
  leaves: [
    {
      slug: 't-shirts',
      name: 'T-Shirts',
      nouns: { 'T-Shirt': 'tshirt', 'Heavyweight T-Shirt': 'tshirt', 'Pocket T-Shirt': 'tshirt' },
      price_minor: [1600, 4900],
      weight_g: [150, 260],
      size_mm: [300, 240, 30],
      options: [colors('white black navy sage rust mustard sky burgundy', 2, 3), sizes],
      facts: {
        material: ['organic cotton', 'cotton and linen', 'merino wool'],
        fit: ['regular', 'relaxed', 'boxy'],
      },
      openers: [
        'The plain T-shirt, thought through: shape, weight and a collar that stays flat.',
        'Soft from the first wear and still in shape after the fiftieth wash.',
      ],
      details: [
        'Side seams are set so that it never twists.',
        'Shoulder tape keeps it from stretching on the hanger.',
        'The jersey is dense enough not to show what is beneath.',
        'The label is printed, so nothing scratches.',
      ],
    },
    {
      slug: 'jackets',
      name: 'Jackets',
      nouns: { 'Rain Jacket': 'jacket', 'Field Jacket': 'jacket', 'Bomber Jacket': 'jacket' },
      price_minor: [6900, 27900],
      weight_g: [420, 1150],
      size_mm: [380, 300, 80],
      options: [colors('olive navy black mustard rust sand', 2, 3), sizes],
      facts: {
        material: ['waxed cotton', 'recycled nylon', 'cotton twill'],
        lining: ['mesh', 'quilted', 'none'],
        'water column': ['5,000 mm', '10,000 mm', '15,000 mm'],
      },
      openers: [
        'A jacket for the months when the weather cannot decide.',
        'Wind out, warmth in, and pockets exactly where hands expect them.',
      ],
      details: [
        'The two-way zip opens from below when you sit or cycle.',
        'Cuffs tighten over gloves with a single snap.',
        'Seams are taped and the hood fits under a helmet.',
        'An inside pocket takes a paperback or a small tablet.',
      ],
    },
    {
      slug: 'hoodies',
      name: 'Hoodies & Sweatshirts',
      nouns: { Hoodie: 'hoodie', 'Sweatshirt Hoodie': 'hoodie', 'Fleece Hoodie': 'hoodie' },
      price_minor: [3900, 9900],
      weight_g: [480, 820],
      size_mm: [340, 300, 70],
      options: [colors('charcoal cream forest navy blush lilac rust', 2, 3), sizes],
      facts: {
        material: ['brushed cotton', 'loopback cotton', 'recycled fleece'],
        fit: ['regular', 'oversized'],
      },
      openers: [
        'Heavy, soft and quiet: the hoodie people borrow and do not return.',
        'A warm layer with a hood that keeps its shape up or down.',
      ],
      details: [
        'Double-stitched ribbing springs back at cuffs and hem.',
        'The front pocket is lined, so hands stay warm.',
        'It is garment-dyed and will not fade in patches.',
        'Flat cords end in metal tips that survive the machine.',
      ],
    },
    {
      slug: 'jeans',
      name: 'Jeans',
      nouns: { 'Straight Jeans': 'jeans', 'Slim Jeans': 'jeans', 'Wide-Leg Jeans': 'jeans' },
      price_minor: [4900, 14900],
      weight_g: [520, 880],
      size_mm: [340, 280, 60],
      options: [
        colors('denim navy black sand', 2, 3),
        { name: 'waist', values: ['28', '30', '32', '34', '36'], count: [3, 4] },
      ],
      facts: {
        material: ['organic denim', 'stretch denim', 'selvedge denim'],
        rise: ['mid', 'high'],
      },
      openers: [
        'Denim with a little give, cut straight and made to be lived in.',
        'A pair of jeans that looks right with boots and with nothing on your feet.',
      ],
      details: [
        'Pockets are deep enough for a real phone.',
        'Copper rivets sit where seams meet and strain.',
        'Rinsed once with stones instead of chemicals.',
        'The hem is chain-stitched and ropes with age.',
      ],
    },
    {
      slug: 'dresses',
      name: 'Dresses',
      nouns: { 'Midi Dress': 'dress', 'Wrap Dress': 'dress', 'Linen Dress': 'dress' },
      price_minor: [5900, 17900],
      weight_g: [240, 460],
      size_mm: [340, 260, 50],
      options: [colors('rust forest navy blush mustard black plum', 2, 3), sizes],
      facts: {
        material: ['linen', 'viscose crêpe', 'cotton poplin'],
        length: ['knee', 'midi', 'ankle'],
      },
      openers: [
        'Moves well, packs small and needs no ironing before dinner.',
        'A dress with clean lines and a waist that sits where it flatters.',
      ],
      details: [
        'It has pockets, and they are deep.',
        'The fabric breathes on warm days and layers on cool ones.',
        'A hidden button keeps the neckline where you put it.',
        'The skirt is cut on the bias, so it falls softly.',
      ],
    },
    {
      slug: 'caps',
      name: 'Caps & Hats',
      nouns: { Cap: 'cap', Beanie: 'beanie', 'Wool Cap': 'cap', 'Rib Beanie': 'beanie' },
      price_minor: [1500, 4500],
      weight_g: [70, 130],
      size_mm: [260, 200, 120],
      options: [colors('navy olive black sand rust mustard burgundy', 3, 5)],
      facts: {
        material: ['cotton twill', 'merino wool', 'corduroy', 'recycled polyester'],
        size: ['adjustable', 'one size'],
      },
      openers: [
        'A hat that sits low, fits most and flatters nearly everyone.',
        'For bad hair, bright sun and the walk before breakfast.',
      ],
      details: [
        'The inner band wicks and does not itch.',
        'It folds flat into a coat pocket and springs back.',
        'Stitching is tonal, and the logo is on the inside.',
        'It can be washed by hand without losing its form.',
      ],
    },
  ],
};
