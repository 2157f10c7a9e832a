// Words of the demo shop for kitchen and dining: data, long because it is written by hand.
import { colors, type DepartmentWords } from './words.ts';

export const kitchen: DepartmentWords = {
  slug: 'kitchen',
  name: 'Kitchen & Dining',
  seller: 1,
  about: 'Tools for people who cook on weekdays and the table they carry it to.',
  brands: ['Farrowby', 'Cindrel', 'Pellonia', 'Rudgate'],
  lines: [
    'Hearth',
    'Daily',
    'Copperfield',
    'Saffron',
    'Orchard',
    'Table Nine',
    'Ember',
    'Clay',
    'Pantry',
    'Thyme',
    'Market',
    'Basil',
    'Griddle',
    'Harvest',
  ],
  closings: [
    'A quick wash by hand keeps it beautiful for decades.',
    'Comes in a box worth giving.',
    'Guaranteed for twenty-five years of ordinary use.',
    'Designed by a cook, a potter and a left-handed engineer.',
  ],
  leaves: [
    {
      slug: 'pans',
      name: 'Pots & Pans',
      nouns: { 'Frying Pan': 'pan', 'Cast-Iron Casserole': 'pot', 'Sauté Pan': 'pan' },
      price_minor: [3400, 21900],
      weight_g: [950, 4600],
      size_mm: [480, 290, 130],
      options: [
        colors('black steel red teal cream forest', 2, 4),
        { name: 'diameter', values: ['20 cm', '24 cm', '28 cm'], count: [2, 3], step_bp: 1600 },
      ],
      facts: {
        material: ['cast iron', 'carbon steel', 'tri-ply steel', 'ceramic-coated aluminium'],
        'oven safe': ['to 220 °C', 'to 260 °C'],
      },
      openers: [
        'Even heat from edge to edge and a handle that stays cool.',
        'The pan you reach for first, from eggs on Monday to a roast on Sunday.',
      ],
      details: [
        'The base is thick enough to hold its heat when cold food goes in.',
        'Sloped sides make tossing and pouring easy.',
        'It arrives seasoned and gets better with use.',
        'Riveted handles are balanced for one-handed lifting.',
      ],
    },
    {
      slug: 'knives',
      name: 'Knives',
      nouns: { "Chef's Knife": 'knife', 'Santoku Knife': 'knife', 'Bread Knife': 'knife' },
      price_minor: [2900, 18900],
      weight_g: [140, 290],
      size_mm: [370, 70, 30],
      options: [
        { name: 'blade length', values: ['16 cm', '20 cm', '24 cm'], count: [1, 3], step_bp: 1300 },
        { name: 'handle', values: ['walnut', 'black', 'oak'], count: [1, 2] },
      ],
      facts: {
        steel: ['X50 stainless', 'VG-10 core', 'high-carbon'],
        hardness: ['56 HRC', '58 HRC', '60 HRC'],
      },
      openers: [
        'A keen, well-balanced blade that makes slow work of nothing.',
        'Ground thin behind the edge, so onions fall apart without tears.',
      ],
      details: [
        'The full tang runs to the end of the handle for balance.',
        'A rounded spine is kind to the finger that guides it.',
        'It takes a new edge in a few strokes of a whetstone.',
        'The handle is sealed against water and oil.',
      ],
    },
    {
      slug: 'mugs',
      name: 'Mugs & Cups',
      nouns: { Mug: 'mug', 'Espresso Cup': 'mug', 'Tea Mug': 'mug' },
      price_minor: [1200, 4200],
      weight_g: [180, 420],
      size_mm: [120, 90, 100],
      options: [
        colors('cream terracotta sage navy mustard charcoal blush sky', 3, 5),
        { name: 'set', values: ['single', 'set of 4'], count: [1, 2], step_bp: 24000 },
      ],
      facts: {
        material: ['stoneware', 'porcelain', 'earthenware'],
        capacity: ['90 ml', '250 ml', '330 ml', '400 ml'],
      },
      openers: [
        'A mug with a generous handle and a rim that is pleasant to drink from.',
        'Thrown in stoneware and glazed by hand, so no two are quite alike.',
      ],
      details: [
        'Thick walls keep coffee warm for a whole meeting.',
        'The unglazed foot has a warm, sandy feel.',
        'The glaze contains neither lead nor cadmium.',
        'They stack two high in a normal cupboard.',
      ],
    },
    {
      slug: 'bowls',
      name: 'Bowls',
      nouns: { 'Serving Bowl': 'bowl', 'Pasta Bowl': 'bowl', 'Mixing Bowl': 'bowl' },
      price_minor: [1600, 6900],
      weight_g: [420, 1700],
      size_mm: [280, 280, 110],
      options: [
        colors('white sage terracotta sky charcoal mustard', 2, 4),
        { name: 'size', values: ['small', 'medium', 'large'], count: [1, 3], step_bp: 3000 },
      ],
      facts: {
        material: ['stoneware', 'porcelain', 'acacia', 'recycled glass'],
        'microwave safe': ['yes', 'no'],
      },
      openers: [
        'A wide, quiet bowl that makes a simple salad look like dinner.',
        'Good proportions, a steady foot and a glaze that hides fork marks.',
      ],
      details: [
        'The high side catches the last of the sauce.',
        'Sizes nest inside one another to save space.',
        'It goes from oven to table without a cloth.',
        'Small pools of glaze gather in the turning marks.',
      ],
    },
    {
      slug: 'kettles',
      name: 'Kettles',
      nouns: {
        'Electric Kettle': 'kettle',
        'Stovetop Kettle': 'kettle',
        'Pour-Over Kettle': 'kettle',
      },
      price_minor: [3400, 15900],
      weight_g: [780, 1500],
      size_mm: [260, 200, 240],
      options: [colors('black white steel sage red copper', 2, 4)],
      facts: {
        capacity: ['0.8 l', '1.0 l', '1.5 l', '1.7 l'],
        material: ['stainless steel', 'enamelled steel'],
      },
      openers: [
        'A kettle that pours exactly where you look.',
        'Quick to boil, quiet about it and handsome enough to stay out.',
      ],
      details: [
        'The curved spout slows the pour for coffee and tea.',
        'A counterweighted handle keeps the wrist straight.',
        'It switches itself off the moment the water boils.',
        'The inside is seamless steel without plastic.',
      ],
    },
    {
      slug: 'food-storage',
      name: 'Food Storage',
      nouns: { 'Storage Jar': 'canister', 'Tea Canister': 'canister', 'Bread Tin': 'canister' },
      price_minor: [1400, 5900],
      weight_g: [350, 1400],
      size_mm: [150, 150, 200],
      options: [
        colors('cream sage navy blush charcoal mustard', 2, 4),
        { name: 'capacity', values: ['0.7 l', '1.2 l', '2.0 l'], count: [1, 3], step_bp: 2500 },
      ],
      facts: {
        lid: ['bamboo', 'cork', 'steel'],
        material: ['enamelled steel', 'stoneware'],
      },
      openers: [
        'Keeps dry things dry and the counter looking cared for.',
        'A canister that seals with a soft push and opens without a fight.',
      ],
      details: [
        'The silicone ring in the lid comes out for washing.',
        'A wide mouth takes a whole measuring cup.',
        'Three sizes share one lid and stack steadily.',
        'Chalk pencil writes on the glaze and wipes away.',
      ],
    },
  ],
};
