import { colors, type DepartmentWords } from './words.ts';

export const carry: DepartmentWords = {
  slug: 'shoes-bags', name: 'Shoes, Bags & Accessories', seller: 2,
  about: 'What you walk in, carry and wear on your wrist.',
  brands: ['Vantrell', 'Corrigane', 'Lopemark', 'Tarnwick'],
  lines: ['Rambler', 'Metro', 'Junction', 'Pilot', 'Ferry', 'Canal', 'Transit', 'Quay', 'Miles',
    'Arcade', 'Terrace', 'Compass', 'Layover', 'Avenue'],
  closings: [
    'Every wearing part can be replaced.',
    'Comes with a cotton pouch and a care card.',
    'Made in small runs from materials we can trace.',
    'Unworn pieces can come back within thirty days.',
  ],
  leaves: [
    {
      slug: 'sneakers', name: 'Sneakers',
      nouns: { 'Running Shoes': 'shoe', Sneakers: 'shoe', 'Trail Shoes': 'shoe' },
      price_minor: [5900, 17900], weight_g: [520, 780], size_mm: [330, 200, 120],
      options: [
        colors('white black coral sky sage navy yellow', 2, 3),
        { name: 'size', values: ['EU 38', 'EU 40', 'EU 42', 'EU 44', 'EU 46'], count: [3, 4] },
      ],
      facts: {
        upper: ['recycled knit', 'suede and mesh', 'canvas'],
        cushioning: ['firm', 'medium', 'soft'],
        drop: ['4 mm', '6 mm', '8 mm'],
      },
      openers: [
        'Light on the foot and steady on wet pavement.',
        'A shoe for everyday miles that needs no breaking in.',
      ],
      details: [
        'The foam in the midsole keeps its spring for eight hundred kilometres.',
        'A wide toe box lets feet spread as they land.',
        'The knit upper dries overnight.',
        'Reflective details show up in headlights.',
      ],
    },
    {
      slug: 'boots', name: 'Boots',
      nouns: { 'Chelsea Boots': 'boot', 'Hiking Boots': 'boot', 'Lace-Up Boots': 'boot' },
      price_minor: [9900, 26900], weight_g: [980, 1600], size_mm: [350, 260, 140],
      options: [
        colors('cognac black walnut tan olive', 2, 3),
        { name: 'size', values: ['EU 38', 'EU 40', 'EU 42', 'EU 44'], count: [3, 4] },
      ],
      facts: {
        upper: ['full-grain leather', 'waxed suede', 'nubuck'],
        sole: ['rubber', 'commando rubber', 'crepe'],
      },
      openers: [
        'A boot that softens in a week and then lasts for years.',
        'Built for pavements, puddles and the footpath behind them.',
      ],
      details: [
        'The welt is stitched, so any cobbler can resole it.',
        'A gusseted tongue keeps out water and grit.',
        'The cork footbed takes the shape of your foot.',
        'Pull tabs front and back make early mornings easier.',
      ],
    },
    {
      slug: 'backpacks', name: 'Backpacks',
      nouns: { Backpack: 'backpack', 'Rolltop Backpack': 'backpack', Daypack: 'backpack' },
      price_minor: [4900, 18900], weight_g: [640, 1350], size_mm: [460, 300, 160],
      options: [
        colors('navy olive black mustard rust sage', 3, 4),
        { name: 'volume', values: ['18 l', '24 l', '32 l'], count: [1, 2], step_bp: 1500 },
      ],
      facts: {
        material: ['recycled canvas', 'waxed cotton', 'ripstop nylon'],
        'laptop sleeve': ['13 in', '15 in', '16 in'],
      },
      openers: [
        'Carries a laptop, a lunch and a change of clothes without bulging.',
        'A simple bag outside, an orderly one inside.',
      ],
      details: [
        'The back panel is channelled to keep shirts dry.',
        'A hidden pocket against the spine holds passport and keys.',
        'Water beads on the fabric and rolls away.',
        'Straps are contoured and can be replaced.',
      ],
    },
    {
      slug: 'suitcases', name: 'Suitcases',
      nouns: { 'Cabin Suitcase': 'suitcase', 'Check-In Suitcase': 'suitcase' },
      price_minor: [9900, 34900], weight_g: [2600, 4400], size_mm: [560, 360, 230],
      options: [
        colors('graphite sky blush forest sand yellow', 2, 4),
        { name: 'size', values: ['cabin', 'medium', 'large'], count: [1, 3], step_bp: 2500 },
      ],
      facts: {
        shell: ['polycarbonate', 'aluminium', 'recycled polypropylene'],
        wheels: ['four, double', 'four, single'],
      },
      openers: [
        'Rolls straight, turns quietly and opens flat on a hotel bed.',
        'A light shell with real wheels, for trips that do not go to plan.',
      ],
      details: [
        'Compression panels hold both sides in place.',
        'The handle locks at three heights without a rattle.',
        'Wheels unscrew and can be changed at home.',
        'The combination lock is recessed into the frame.',
      ],
    },
    {
      slug: 'totes', name: 'Totes & Handbags',
      nouns: { Tote: 'tote', 'Leather Tote': 'tote', 'Canvas Tote': 'tote' },
      price_minor: [2900, 22900], weight_g: [320, 880], size_mm: [400, 320, 60],
      options: [colors('tan cream black olive burgundy navy', 3, 4)],
      facts: {
        material: ['vegetable-tanned leather', 'heavy canvas', 'canvas and leather'],
        closure: ['open', 'magnet', 'zip'],
      },
      openers: [
        'Room for the laptop, the shopping and the scarf you took off.',
        'An honest bag that stands up by itself and looks better worn.',
      ],
      details: [
        'Handles are long enough for a winter coat.',
        'Stress points are riveted as well as sewn.',
        'One inside pocket zips; two do not.',
        'The base is doubled and keeps its form.',
      ],
    },
    {
      slug: 'watches', name: 'Watches',
      nouns: { Watch: 'watch', 'Automatic Watch': 'watch', 'Field Watch': 'watch' },
      price_minor: [8900, 59900], weight_g: [52, 140], size_mm: [120, 100, 80],
      options: [
        { name: 'color', values: ['white', 'navy', 'black', 'forest', 'cream'], count: [2, 3] },
        { name: 'strap', values: ['tan leather', 'steel mesh'], count: [1, 2], step_bp: 900 },
      ],
      facts: {
        movement: ['automatic', 'quartz', 'solar quartz'],
        glass: ['sapphire', 'mineral'],
        'water resistance': ['5 ATM', '10 ATM'],
      },
      openers: [
        'A clear dial, a slim case and nothing you have to charge.',
        'A watch that suits a cuff and a rolled-up sleeve alike.',
      ],
      details: [
        'Hands and markers glow softly through the night.',
        'Quick-release bars change the strap in seconds.',
        'The crown is signed and easy to grip.',
        'The case back is engraved with a number of its own.',
      ],
    },
    {
      slug: 'sunglasses', name: 'Sunglasses',
      nouns: { Sunglasses: 'sunglasses', 'Polarised Sunglasses': 'sunglasses' },
      price_minor: [2900, 15900], weight_g: [24, 36], size_mm: [170, 70, 60],
      options: [colors('black walnut sand forest burgundy sky', 3, 5)],
      facts: {
        frame: ['bio-acetate', 'acetate', 'titanium'],
        lens: ['polarised', 'gradient', 'mineral'],
        'UV protection': ['UV400'],
      },
      openers: [
        'Frames with a little weight and lenses that do not change the sky.',
        'A shape that suits most faces, cut from a single sheet.',
      ],
      details: [
        'Five-barrel hinges open with a soft click.',
        'The lenses shed salt water and fingerprints.',
        'A cork case and a cloth come with every pair.',
        'Prescription lenses can be fitted by any optician.',
      ],
    },
  ],
};
