import { colors, type DepartmentWords } from './words.ts';

export const home: DepartmentWords = {
  slug: 'home', name: 'Home & Furniture', seller: 1,
  about: 'Furniture, light and textiles that make rooms easy to live in.',
  brands: ['Oskervik', 'Wrenfold', 'Marlowick', 'Hollinmoor'],
  lines: ['Fjell', 'Alder', 'Tove', 'Linnea', 'Bastion', 'Harbour', 'Sunday', 'Mora', 'Ebbe',
    'Cove', 'Hygge Lane', 'Solstice', 'Brook', 'Vida'],
  closings: [
    'Delivered to the room you choose, packaging taken away.',
    'Matching pieces stay available for ten years.',
    'Materials are traced to their source and listed on the label.',
    'Designed to be repaired and handed on.',
  ],
  leaves: [
    {
      slug: 'sofas', name: 'Sofas',
      nouns: { '2-Seat Sofa': 'sofa', '3-Seat Sofa': 'sofa', Loveseat: 'sofa' },
      price_minor: [54900, 189900], weight_g: [38000, 72000], size_mm: [1900, 920, 820],
      options: [colors('oat sage navy terracotta charcoal mustard blush forest', 3, 5)],
      facts: {
        material: ['bouclé', 'linen blend', 'velvet', 'wool blend'],
        legs: ['oak', 'walnut', 'black steel'],
        seats: ['2', '3'],
      },
      openers: [
        'Deep seats, low arms and a back that lets you read, nap or talk till late.',
        'A sofa with clean lines that softens a room rather than filling it.',
      ],
      details: [
        'Pocket springs under feather-topped foam keep their shape for years.',
        'Every cover zips off and goes in the wash at thirty degrees.',
        'The kiln-dried frame is jointed and glued, never stapled.',
        'It comes through a normal door in two boxes.',
      ],
    },
    {
      slug: 'chairs', name: 'Chairs',
      nouns: { 'Dining Chair': 'chair', 'Lounge Chair': 'armchair', 'Side Chair': 'chair' },
      price_minor: [8900, 59900], weight_g: [4200, 14500], size_mm: [560, 580, 820],
      options: [colors('oak black sage rust cream teal mustard', 2, 4)],
      facts: {
        material: ['solid ash', 'solid oak', 'moulded plywood', 'recycled polymer'],
        'seat height': ['44 cm', '45 cm', '46 cm'],
      },
      openers: [
        'A chair you can sit in through three courses and a board game.',
        'Simple from every side, with a back shaped to the spine.',
      ],
      details: [
        'The seat is gently dished, so no cushion is needed.',
        'Felt feet are set into the legs and protect wooden floors.',
        'Four of them stack into the space of one.',
        'Joints are cut to a tenth of a millimetre and pinned.',
      ],
    },
    {
      slug: 'tables', name: 'Tables',
      nouns: { 'Side Table': 'table', 'Dining Table': 'table', 'Coffee Table': 'table' },
      price_minor: [9900, 89900], weight_g: [6500, 42000], size_mm: [1200, 700, 120],
      options: [
        colors('oak walnut black white', 1, 3),
        { name: 'width', values: ['90 cm', '120 cm', '160 cm'], count: [1, 3], step_bp: 1800 },
      ],
      facts: {
        material: ['solid oak', 'oak veneer', 'solid walnut', 'ash and steel'],
        finish: ['oiled', 'matte lacquer', 'soaped'],
      },
      openers: [
        'A calm, sturdy table whose edges are rounded where hands and hips meet it.',
        'Made to take breakfast, homework and dinner without asking for a coaster.',
      ],
      details: [
        'Legs fix with a single hidden bolt and never wobble.',
        'The grain is matched by hand across the whole top.',
        'A hard-wax finish lets you sand out a scratch at home.',
        'The underside is as cleanly made as the top.',
      ],
    },
    {
      slug: 'lamps', name: 'Lamps',
      nouns: { 'Table Lamp': 'lamp', 'Floor Lamp': 'floorlamp', 'Desk Lamp': 'desklamp' },
      price_minor: [3900, 24900], weight_g: [900, 5200], size_mm: [300, 300, 480],
      options: [colors('cream black sage terracotta gold sky', 2, 4)],
      facts: {
        material: ['powder-coated steel', 'glazed ceramic', 'oak and linen', 'opal glass'],
        bulb: ['E27 included', 'E14 included', 'built-in LED'],
        dimming: ['stepless', 'three steps'],
      },
      openers: [
        'Warm, glare-free light for the corner where evenings happen.',
        'A small lamp with presence, on or off.',
      ],
      details: [
        'The shade throws light down for reading and up for the room.',
        'A two-metre textile cable leaves you free to place it.',
        'The dimmer goes low enough for a sleeping child.',
        'Its weighted base keeps it upright around cats.',
      ],
    },
    {
      slug: 'rugs', name: 'Rugs',
      nouns: { 'Wool Rug': 'rug', 'Flatweave Rug': 'rug', 'Tufted Rug': 'rug' },
      price_minor: [7900, 69900], weight_g: [3200, 14000], size_mm: [1600, 240, 240],
      options: [
        colors('cream rust navy sage mustard charcoal blush', 2, 4),
        {
          name: 'size', values: ['120 × 180 cm', '160 × 230 cm', '200 × 300 cm'], count: [2, 3],
          step_bp: 5500,
        },
      ],
      facts: {
        material: ['New Zealand wool', 'wool and cotton', 'recycled cotton', 'jute and wool'],
        pile: ['flat', '8 mm', '14 mm'],
      },
      openers: [
        'A rug that warms the floor and quietens the room around it.',
        'Woven in a small workshop in patterns that forgive crumbs and footprints.',
      ],
      details: [
        'Undyed and plant-dyed yarns age gently in sunlight.',
        'It is dense enough to vacuum hard and soft enough for bare feet.',
        'The bound edge lies flat from the first day.',
        'It suits underfloor heating and comes with a non-slip underlay.',
      ],
    },
    {
      slug: 'cushions', name: 'Cushions & Pillows',
      nouns: { 'Linen Cushion': 'pillow', 'Velvet Cushion': 'pillow', 'Knit Cushion': 'pillow' },
      price_minor: [1900, 6900], weight_g: [380, 900], size_mm: [500, 500, 140],
      options: [
        colors('sage terracotta mustard blush navy cream plum', 3, 4),
        { name: 'size', values: ['40 × 40 cm', '50 × 50 cm'], count: [1, 2], step_bp: 2400 },
      ],
      facts: {
        filling: ['feather', 'recycled fibre', 'kapok'],
        care: ['30° wash', '40° wash'],
      },
      openers: [
        'One cushion that pulls a sofa together, in a colour mixed for daylight.',
        'Softly structured and generously filled, so it recovers after every nap.',
      ],
      details: [
        'A concealed zip runs the whole width and makes washing easy.',
        'The cover is pre-washed and will not shrink.',
        'Piping along the seams keeps the corners crisp.',
        'The inner pad is included.',
      ],
    },
    {
      slug: 'candles', name: 'Candles',
      nouns: { 'Scented Candle': 'candle', 'Soy Candle': 'candle', 'Travel Candle': 'candle' },
      price_minor: [1400, 5900], weight_g: [240, 780], size_mm: [90, 90, 110],
      options: [
        {
          name: 'scent', values: ['fig and cedar', 'sea salt', 'orange peel', 'unscented'],
          count: [2, 4],
        },
      ],
      looks: ['cream', 'sage', 'terracotta', 'blush', 'charcoal', 'sky', 'mustard'],
      closings: [
        'Comes in a box worth giving.',
        'Bring back three empty glasses for a fourth candle.',
      ],
      facts: {
        'burn time': ['25 h', '40 h', '55 h'],
        wax: ['soy', 'rapeseed', 'coconut and soy'],
      },
      openers: [
        'A slow, even burn and a scent that stays on the right side of noticeable.',
        'Poured by hand in small batches, with a cotton wick that does not smoke.',
      ],
      details: [
        'The glass is thick enough to have a second life as a tumbler.',
        'Fragrance comes from natural oils without phthalates.',
        'It fills a living room in about half an hour.',
        'A close-fitting lid keeps dust out and the scent in.',
      ],
    },
    {
      slug: 'shelving', name: 'Shelving',
      nouns: { Bookcase: 'shelf', 'Shelving Unit': 'shelf', 'Open Shelf': 'shelf' },
      price_minor: [8900, 49900], weight_g: [9000, 36000], size_mm: [1800, 400, 160],
      options: [
        colors('oak walnut white black', 2, 3),
        { name: 'height', values: ['110 cm', '180 cm'], count: [1, 2], step_bp: 3200 },
      ],
      facts: {
        material: ['oak veneer', 'solid pine', 'ash and steel'],
        'load per shelf': ['20 kg', '30 kg', '40 kg'],
      },
      openers: [
        'Open, airy storage that looks good before you have put anything on it.',
        'A shelf that carries encyclopaedias as calmly as it carries one vase.',
      ],
      details: [
        'Shelves adjust in three-centimetre steps.',
        'A steel brace at the back takes out every sway.',
        'Units join side by side with two hidden screws.',
        'Wall fixings for every kind of wall are in the box.',
      ],
    },
  ],
};
