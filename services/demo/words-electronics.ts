import { colors, type DepartmentWords } from './words.ts';

export const electronics: DepartmentWords = {
  slug: 'electronics', name: 'Electronics', seller: 0,
  about: 'Sound, screens and everything that keeps a desk or a pocket connected.',
  brands: ['Velorra', 'Nortide', 'Lumoxa', 'Kestrelin', 'Tessavo'],
  lines: ['Aria', 'Pulse', 'Meridian', 'Echo Bay', 'Nova', 'Drift', 'Halo', 'Vertex', 'Tempo',
    'Cadence', 'Orbit', 'Strata', 'Prism', 'Quiet'],
  closings: [
    'Backed by a two-year warranty and spare parts for at least five.',
    'Firmware updates are free for the life of the product.',
    'Ships in plastic-free packaging with a braided charging cable.',
    'Set-up takes about two minutes and needs no account.',
  ],
  leaves: [
    {
      slug: 'headphones', name: 'Headphones & Earbuds',
      nouns: {
        'Wireless Headphones': 'headphones', 'True Wireless Earbuds': 'earbuds',
        'Studio Headphones': 'headphones', 'Noise-Cancelling Headphones': 'headphones',
      },
      price_minor: [4900, 34900], weight_g: [180, 320], size_mm: [200, 180, 80],
      options: [colors('black white navy sage sand burgundy', 2, 4)],
      facts: {
        connection: ['Bluetooth 5.3', 'Bluetooth 5.4'],
        'battery life': ['24 h', '30 h', '40 h', '55 h'],
        'noise cancelling': ['active', 'adaptive', 'passive'],
      },
      openers: [
        'Balanced, unhurried sound that stays comfortable through a whole working day.',
        'Made for commutes, calls and the album you have been saving for the evening.',
      ],
      details: [
        'Soft memory-foam cushions seal out the street without pressing.',
        'Six microphones keep your voice clear, even on a windy platform.',
        'Ten minutes on the charger gives five more hours of music.',
        'They pair with two devices at once and switch when a call comes in.',
      ],
    },
    {
      slug: 'speakers', name: 'Speakers',
      nouns: {
        'Portable Speaker': 'speaker', 'Bookshelf Speaker': 'speaker', 'Smart Speaker': 'speaker',
      },
      price_minor: [3900, 29900], weight_g: [450, 3800], size_mm: [180, 160, 240],
      options: [colors('charcoal white walnut sage terracotta navy', 2, 3)],
      facts: {
        power: ['20 W', '40 W', '60 W', '80 W'],
        connection: ['Bluetooth', 'Wi-Fi and Bluetooth', 'Bluetooth and line-in'],
        'water resistance': ['IPX4', 'IPX5', 'IP67'],
      },
      openers: [
        'Room-filling sound from a cabinet small enough to leave on the shelf.',
        'A speaker that looks like furniture and sounds far larger than it is.',
      ],
      details: [
        'A long-throw woofer gives bass with shape, not just weight.',
        'Two units join as a stereo pair at the touch of a button.',
        'The woven grille lifts off for cleaning and can be replaced.',
        'Room correction listens once and adapts to where you put it.',
      ],
    },
    {
      slug: 'phones', name: 'Phones',
      nouns: { Phone: 'phone', 'Pro Phone': 'phone', 'Compact Phone': 'phone' },
      price_minor: [29900, 99900], weight_g: [158, 214], size_mm: [160, 85, 30],
      options: [
        colors('black silver sky lilac forest', 2, 4),
        {
          name: 'capacity', values: ['128 GB', '256 GB', '512 GB'], count: [2, 3], step_bp: 1200,
        },
      ],
      facts: {
        'screen size': ['5.9 in', '6.1 in', '6.4 in', '6.7 in'],
        memory: ['8 GB', '12 GB'],
        camera: ['50 MP dual', '50 MP triple', '64 MP dual'],
      },
      openers: [
        'A quick, calm phone with a bright screen and a battery that sees the day out.',
        'Everything you use daily, done well, in a size that fits one hand.',
      ],
      details: [
        'The main camera gathers twice the light of the last model.',
        'Seven years of security updates are promised in writing.',
        'The battery and screen can be replaced with one screwdriver.',
        'Its ceramic-hardened glass shrugs off keys and coins.',
      ],
    },
    {
      slug: 'laptops', name: 'Laptops',
      nouns: { Laptop: 'laptop', 'Ultralight Laptop': 'laptop', 'Creator Laptop': 'laptop' },
      price_minor: [69900, 219900], weight_g: [1050, 2100], size_mm: [360, 260, 60],
      options: [
        colors('silver graphite navy sand', 1, 2),
        { name: 'memory', values: ['16 GB', '32 GB', '64 GB'], count: [2, 3], step_bp: 1400 },
        { name: 'storage', values: ['512 GB', '1 TB'], count: [1, 2], step_bp: 900 },
      ],
      facts: {
        'screen size': ['13.3 in', '14 in', '15.6 in', '16 in'],
        processor: ['8-core', '10-core', '12-core', '14-core'],
        'battery life': ['11 h', '14 h', '18 h'],
      },
      openers: [
        'A quiet, cool-running machine for long documents and longer browser sessions.',
        'Light enough to forget in the bag and fast enough to edit video on the train.',
      ],
      details: [
        'The matte screen covers the full sRGB range and stays readable by a window.',
        'Keys have a deep, soft travel that makes a long day of typing easier.',
        'Memory and storage sit behind four ordinary screws.',
        'Two USB-C ports, full-size HDMI and a card reader leave the dongles at home.',
      ],
    },
    {
      slug: 'cameras', name: 'Cameras',
      nouns: {
        'Mirrorless Camera': 'camera', 'Compact Camera': 'camera', 'Travel Camera': 'camera',
      },
      price_minor: [34900, 179900], weight_g: [320, 720], size_mm: [190, 150, 120],
      options: [
        colors('black silver cognac', 1, 3),
        {
          name: 'kit', values: ['body only', '35 mm lens', 'zoom lens'], count: [1, 3],
          step_bp: 2200,
        },
      ],
      facts: {
        sensor: ['24 MP APS-C', '26 MP APS-C', '33 MP full frame'],
        video: ['4K 30', '4K 60', '6K 30'],
        stabilisation: ['in-body', 'lens', 'digital'],
      },
      openers: [
        'A camera with real dials, for people who like to decide things themselves.',
        'Small, discreet and quick to the eye, with files that hold up in large prints.',
      ],
      details: [
        'Eye-tracking focus finds people, pets and birds and stays with them.',
        'The viewfinder is large, sharp and free of lag.',
        'Magnesium body panels are sealed against dust and drizzle.',
        'Pictures move to your phone while the camera sleeps in the bag.',
      ],
    },
    {
      slug: 'keyboards-mice', name: 'Keyboards & Mice',
      nouns: {
        'Mechanical Keyboard': 'keyboard', 'Wireless Mouse': 'mouse',
        'Low-Profile Keyboard': 'keyboard', 'Ergonomic Mouse': 'mouse',
      },
      price_minor: [2900, 17900], weight_g: [90, 980], size_mm: [370, 150, 50],
      options: [colors('graphite white cream sage sky coral', 2, 4)],
      facts: {
        connection: ['Bluetooth', 'Bluetooth and USB-C', '2.4 GHz and Bluetooth'],
        'battery life': ['3 months', '6 months', '12 months'],
      },
      openers: [
        'A tidy, precise tool for the part of the desk you touch most.',
        'Quiet enough for a shared office and satisfying enough for a long evening.',
      ],
      details: [
        'Every moving part is rated for tens of millions of presses.',
        'It remembers three computers and changes between them with one key.',
        'The weighted base stays put on wood, glass or felt.',
        'Settings are stored on the device, so nothing needs installing.',
      ],
    },
    {
      slug: 'smartwatches', name: 'Smartwatches',
      nouns: {
        Smartwatch: 'smartwatch', 'GPS Watch': 'smartwatch', 'Fitness Watch': 'smartwatch',
      },
      price_minor: [9900, 44900], weight_g: [38, 64], size_mm: [110, 110, 80],
      options: [
        colors('black silver sage coral navy', 2, 4),
        { name: 'case size', values: ['40 mm', '44 mm'], count: [1, 2], step_bp: 600 },
      ],
      facts: {
        'battery life': ['3 days', '7 days', '14 days'],
        'water resistance': ['5 ATM', '10 ATM'],
      },
      openers: [
        'A calm companion for runs, sleep and the messages that matter.',
        'Training figures you can read at a glance, on a screen that is always on.',
      ],
      details: [
        'Dual-band satellite positioning holds its line between tall buildings.',
        'The heart-rate sensor is accurate enough for interval training.',
        'Straps change in seconds without a tool.',
        'Health data stays on the watch until you decide to share it.',
      ],
    },
  ],
};
