import { colors, type DepartmentWords } from './words.ts';

export const beauty: DepartmentWords = {
  slug: 'beauty', name: 'Beauty & Care', seller: 1,
  about: 'Skin, hair and scent with short ingredient lists.',
  brands: ['Aurelisse', 'Mirabelune', 'Verbenelle', 'Saltmere'],
  lines: ['Morning', 'Velvet', 'Petal', 'Dew', 'Amber', 'Moss', 'Silk', 'Neroli', 'Cloud',
    'Midnight', 'Calm', 'Bloom', 'Citrine', 'Tonic'],
  closings: [
    'Never tested on animals; refills cost a third less.',
    'Free from added colour, parabens and microplastics.',
    'Dermatologically tested and suitable for sensitive skin.',
  ],
  leaves: [
    {
      slug: 'perfume', name: 'Perfume',
      nouns: { 'Eau de Parfum': 'perfume', 'Eau de Toilette': 'perfume', Cologne: 'perfume' },
      price_minor: [3900, 15900], weight_g: [180, 420], size_mm: [110, 70, 140],
      options: [
        { name: 'volume', values: ['30 ml', '50 ml', '100 ml'], count: [2, 3], step_bp: 4500 },
      ],
      looks: ['blush', 'gold', 'sky', 'sage', 'lilac', 'orange', 'plum', 'mint'],
      facts: {
        notes: ['fig, cedar, musk', 'bergamot, iris', 'rose, amber', 'neroli, salt, vetiver'],
        character: ['fresh', 'woody', 'floral', 'warm'],
      },
      openers: [
        'Opens bright, settles close to the skin and stays until evening.',
        'A scent for one person rather than a whole room.',
      ],
      details: [
        'It was composed around a single natural absolute.',
        'The heavy glass bottle can be refilled at home.',
        'Alcohol comes from organic sugar beet.',
        'A two-millilitre sample lets you try it before opening the bottle.',
      ],
    },
    {
      slug: 'face-care', name: 'Face Care',
      nouns: { 'Face Cream': 'jar', 'Night Cream': 'jar', 'Face Mask': 'jar' },
      price_minor: [1600, 7900], weight_g: [90, 240], size_mm: [80, 80, 70],
      options: [
        { name: 'volume', values: ['30 ml', '50 ml', '100 ml'], count: [1, 3], step_bp: 4800 },
      ],
      looks: ['cream', 'mint', 'blush', 'sage', 'sky', 'lavender', 'sand'],
      facts: {
        'skin type': ['dry', 'normal', 'combination', 'sensitive'],
        texture: ['light', 'rich', 'balm'],
      },
      openers: [
        'A cream that sinks in before you have found your shirt.',
        'Moisture that lasts, without shine and without perfume.',
      ],
      details: [
        'Oat and squalane calm skin that reacts to everything.',
        'A pea-sized amount is enough for face and neck.',
        'The glass jar has an inner lid that keeps it clean.',
        'It sits well under sunscreen and make-up.',
      ],
    },
    {
      slug: 'hair-body', name: 'Hair & Body',
      nouns: { Shampoo: 'pump', 'Body Lotion': 'pump', 'Hand Wash': 'pump', Conditioner: 'pump' },
      price_minor: [900, 3900], weight_g: [280, 620], size_mm: [80, 80, 210],
      options: [
        {
          name: 'scent', values: ['rosemary', 'bergamot', 'sea salt', 'unscented'],
          count: [2, 4],
        },
        { name: 'volume', values: ['250 ml', '500 ml'], count: [1, 2], step_bp: 6000 },
      ],
      looks: ['walnut', 'sage', 'cream', 'sky', 'terracotta', 'forest', 'lavender'],
      facts: {
        base: ['coconut', 'oat', 'aloe'],
        refill: ['pouch', 'tablet', 'refill shop'],
      },
      openers: [
        'Cleans thoroughly and rinses quickly, and the bottle is nice to see.',
        'A daily basic with a scent that makes the bathroom feel larger.',
      ],
      details: [
        'The formula is concentrated: two pumps are plenty.',
        'Plant-based surfactants leave no squeak and no film.',
        'The pump locks for travel.',
        'Bottles are made from recycled glass or aluminium.',
      ],
    },
    {
      slug: 'lip-colour', name: 'Lip Colour',
      nouns: { Lipstick: 'lipstick', 'Matte Lipstick': 'lipstick', 'Lip Balm': 'lipstick' },
      price_minor: [1100, 3600], weight_g: [22, 40], size_mm: [80, 22, 22],
      options: [colors('red burgundy coral blush pink plum rust', 3, 6)],
      facts: {
        finish: ['matte', 'satin', 'sheer'],
        care: ['shea butter', 'jojoba', 'beeswax'],
      },
      openers: [
        'Full colour in one pass, and comfortable until dessert.',
        'A soft, buildable shade that wears evenly.',
      ],
      details: [
        'The case closes with a magnet and takes refills.',
        'Waxes and oils are of plant origin.',
        'It does not feather into fine lines.',
        'The shade was mixed to suit warm and cool skin.',
      ],
    },
  ],
};

export const sports: DepartmentWords = {
  slug: 'sports', name: 'Sports & Outdoors', seller: 2,
  about: 'Gear for weekends, workouts and weather.',
  brands: ['Ridgecairn', 'Summerfell', 'Kitewell', 'Dunmarrow'],
  lines: ['Summit', 'Basecamp', 'Cirrus', 'Torrent', 'Gravel', 'Ridge', 'Switchback', 'Pace',
    'Horizon', 'Tundra', 'Kestrel', 'Tarn', 'Endure', 'Zephyr'],
  closings: [
    'Spare parts and repairs are available for ten years.',
    'Tested outdoors for a full season before it was put on sale.',
    'One per cent of the price goes to footpath repair.',
    'Made in a factory that runs on its own roof.',
  ],
  leaves: [
    {
      slug: 'tents', name: 'Tents',
      nouns: { 'Dome Tent': 'tent', 'Trekking Tent': 'tent', 'Family Tent': 'tent' },
      price_minor: [11900, 64900], weight_g: [1400, 6800], size_mm: [520, 180, 180],
      options: [
        colors('forest orange sand teal yellow', 1, 3),
        { name: 'berths', values: ['2', '3', '4'], count: [1, 3], step_bp: 2600 },
      ],
      facts: {
        'water column': ['3,000 mm', '4,000 mm', '5,000 mm'],
        season: ['3 seasons', '4 seasons'],
        poles: ['aluminium', 'fibreglass'],
      },
      openers: [
        'Goes up in five minutes, in the dark, with one person holding the torch.',
        'Steady in wind, dry in rain and airy in the morning.',
      ],
      details: [
        'Colour-coded poles leave nothing to guess.',
        'Two porches keep boots and stove out of the rain.',
        'Vents high and low stop condensation.',
        'It packs down to the size of a loaf.',
      ],
    },
    {
      slug: 'balls', name: 'Balls',
      nouns: { Football: 'ball', Basketball: 'basketball', 'Training Ball': 'ball' },
      price_minor: [1400, 7900], weight_g: [410, 620], size_mm: [230, 230, 230],
      options: [
        colors('white orange blue red green', 1, 3),
        { name: 'size', values: ['size 4', 'size 5', 'size 7'], count: [1, 2] },
      ],
      facts: {
        cover: ['thermobonded PU', 'hand-stitched PU', 'composite leather'],
        use: ['grass', 'indoor', 'street'],
      },
      openers: [
        'A true bounce and a soft touch, match after match.',
        'Round, grippy and tough enough for concrete.',
      ],
      details: [
        'The bladder holds its pressure for weeks.',
        'Panels are bonded, so it takes on no water.',
        'Textured skin gives control in the wet.',
        'It meets match standards for size and weight.',
      ],
    },
    {
      slug: 'bicycles', name: 'Bicycles',
      nouns: { 'City Bike': 'bicycle', 'Gravel Bike': 'bicycle', 'Commuter Bike': 'bicycle' },
      price_minor: [49900, 219900], weight_g: [9800, 15600], size_mm: [1450, 220, 800],
      options: [
        colors('sage black cream red teal navy', 2, 3),
        { name: 'frame', values: ['S', 'M', 'L'], count: [2, 3] },
      ],
      facts: {
        gears: ['8-speed hub', '11-speed', '12-speed', 'single speed'],
        brakes: ['hydraulic disc', 'rim'],
        drive: ['chain', 'belt'],
      },
      openers: [
        'A quick, upright ride that makes short errands the best part of the day.',
        'One bike for the commute, the gravel path and the bakery.',
      ],
      details: [
        'The steel frame takes the sting out of cobbles.',
        'Mounts for racks, lights and mudguards are already there.',
        'Tyres are lined against punctures.',
        'It arrives nine tenths assembled, with the tools you need.',
      ],
    },
    {
      slug: 'yoga-mats', name: 'Yoga Mats',
      nouns: { 'Yoga Mat': 'mat', 'Training Mat': 'mat', 'Travel Mat': 'mat' },
      price_minor: [2400, 11900], weight_g: [900, 2800], size_mm: [660, 130, 130],
      options: [
        colors('sage lilac teal charcoal coral sand', 2, 4),
        { name: 'thickness', values: ['3 mm', '5 mm'], count: [1, 2], step_bp: 1500 },
      ],
      facts: {
        material: ['natural rubber', 'cork and rubber', 'recycled foam'],
        length: ['173 cm', '183 cm', '200 cm'],
      },
      openers: [
        'Grips when you sweat and lies flat when you unroll it.',
        'Enough cushion for knees, enough firmness for balance.',
      ],
      details: [
        'Faint alignment lines help hands and feet find their place.',
        'A closed surface wipes clean in seconds.',
        'It carries with the woven strap in the box.',
        'There is no rubber smell, even when new.',
      ],
    },
    {
      slug: 'weights', name: 'Weights',
      nouns: { Dumbbell: 'dumbbell', 'Hex Dumbbell': 'dumbbell', Kettlebell: 'kettlebell' },
      price_minor: [1900, 12900], weight_g: [4000, 16000], size_mm: [320, 170, 170],
      options: [
        colors('charcoal sage coral navy', 1, 2),
        {
          name: 'weight', values: ['4 kg', '8 kg', '12 kg', '16 kg'], count: [3, 4],
          step_bp: 5500,
        },
      ],
      facts: {
        coating: ['vinyl', 'rubber', 'powder coat'],
        handle: ['knurled steel', 'smooth steel'],
      },
      openers: [
        'Simple iron with a good handle: the shortest way to a stronger back.',
        'Sits flat, stays quiet and never needs charging.',
      ],
      details: [
        'Flat sides stop it from rolling away.',
        'The coating is kind to floors and neighbours.',
        'Tolerance is two per cent of the stated weight.',
        'The grip suits small and large hands.',
      ],
    },
    {
      slug: 'helmets', name: 'Helmets',
      nouns: { 'Bike Helmet': 'helmet', 'City Helmet': 'helmet', 'Trail Helmet': 'helmet' },
      price_minor: [3900, 17900], weight_g: [250, 420], size_mm: [310, 230, 180],
      options: [
        colors('white black mint yellow coral navy', 2, 4),
        { name: 'size', values: ['S', 'M', 'L'], count: [2, 3] },
      ],
      facts: {
        standard: ['EN 1078', 'CPSC and EN 1078'],
        'rotation layer': ['yes', 'no'],
        vents: ['9', '12', '18'],
      },
      openers: [
        'Light, cool and easy to forget, which is what a helmet should be.',
        'Safe at speed and presentable at the office door.',
      ],
      details: [
        'A dial at the back fine-tunes the fit with one hand.',
        'The magnetic buckle closes with gloves on.',
        'A removable light clips into the shell.',
        'Pads come out and go through the wash.',
      ],
    },
    {
      slug: 'bottles', name: 'Bottles & Flasks',
      nouns: { 'Insulated Bottle': 'bottle', 'Sports Bottle': 'bottle', Flask: 'bottle' },
      price_minor: [1600, 4900], weight_g: [240, 480], size_mm: [80, 80, 260],
      options: [
        colors('sky forest coral black cream lilac mustard', 3, 5),
        { name: 'capacity', values: ['0.5 l', '0.75 l', '1.0 l'], count: [1, 2], step_bp: 1800 },
      ],
      facts: {
        material: ['stainless steel', 'recycled steel', 'titanium'],
        'keeps cold': ['18 h', '24 h', '30 h'],
      },
      openers: [
        'Ice in the evening, tea in the morning, and never a drip in the bag.',
        'A bottle with a wide neck, a good grip and no taste of its own.',
      ],
      details: [
        'Double walls keep the outside dry and at room temperature.',
        'The cap turns once and seals for certain.',
        'It fits cup holders and bicycle cages.',
        'The powder coat does not chip when dropped.',
      ],
    },
  ],
};
