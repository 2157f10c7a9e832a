import { colors, type DepartmentWords } from './words.ts';

export const tools: DepartmentWords = {
  slug: 'tools-garden', name: 'Tools & Garden', seller: 0,
  about: 'For the shelf you will put up and the tomatoes you will grow.',
  brands: ['Ferrowick', 'Grindlebolt', 'Hearthspade', 'Tillandry'],
  lines: ['Workbench', 'Anvil', 'Timber', 'Allotment', 'Forge', 'Shed', 'Bolt', 'Plumbline',
    'Greenhouse', 'Rafter', 'Sturdy', 'Acre', 'Trestle', 'Potting'],
  closings: [
    'Guaranteed for ten years of honest work.',
    'Every part can be ordered by number.',
    'Registered owners get service at cost.',
  ],
  leaves: [
    {
      slug: 'drills', name: 'Drills & Drivers',
      nouns: { 'Cordless Drill': 'drill', 'Drill Driver': 'drill', 'Hammer Drill': 'drill' },
      price_minor: [5900, 24900], weight_g: [1100, 2400], size_mm: [340, 280, 110],
      options: [
        colors('teal orange red mustard charcoal', 1, 2),
        {
          name: 'kit', values: ['bare tool', '1 battery', '2 batteries'], count: [2, 3],
          step_bp: 3000,
        },
      ],
      facts: {
        voltage: ['12 V', '18 V'], torque: ['35 Nm', '55 Nm', '70 Nm'],
        chuck: ['10 mm', '13 mm'],
      },
      openers: [
        'Compact, strong and balanced over the hand, not in front of it.',
        'The first tool out of the box and the last one back.',
      ],
      details: [
        'The brushless motor wastes little and lasts long.',
        'A bright ring light leaves no shadow at the screw.',
        'Twenty clutch steps spare soft wood and small screws.',
        'Batteries fit the whole range and charge in forty minutes.',
      ],
    },
    {
      slug: 'hand-tools', name: 'Hand Tools',
      nouns: { 'Claw Hammer': 'hammer', 'Adjustable Wrench': 'wrench', Hammer: 'hammer' },
      price_minor: [1400, 5900], weight_g: [280, 860], size_mm: [330, 130, 40],
      options: [
        { name: 'handle', values: ['hickory', 'ash', 'rubber grip'], count: [1, 2] },
        { name: 'weight', values: ['300 g', '450 g', '600 g'], count: [1, 3], step_bp: 1400 },
      ],
      looks: ['oak', 'walnut', 'red', 'teal', 'charcoal', 'mustard'],
      facts: { head: ['forged steel', 'chrome vanadium'], length: ['25 cm', '30 cm', '33 cm'] },
      openers: [
        'A hand tool with good balance that will be inherited.',
        'Forged in one piece, ground true and finished to be held.',
      ],
      details: [
        'The handle is shaped for bare hands and work gloves.',
        'The face is hardened and will not chip.',
        'A hole in the handle takes a nail or a cord.',
        'Oil from the factory keeps rust away until you do.',
      ],
    },
    {
      slug: 'toolboxes', name: 'Toolboxes',
      nouns: { Toolbox: 'toolbox', 'Steel Toolbox': 'toolbox', 'Tool Chest': 'toolbox' },
      price_minor: [2400, 12900], weight_g: [1900, 6200], size_mm: [480, 230, 240],
      options: [colors('red teal charcoal mustard forest', 2, 4)],
      facts: {
        material: ['powder-coated steel', 'recycled polymer'],
        trays: ['1', '2', '3'], lock: ['padlock eye', 'key', 'none'],
      },
      openers: [
        'Everything in its place, and the place comes with you.',
        'A box you can stand on, and people do.',
      ],
      details: [
        'Trays lift with the lid and stay level.',
        'The handle folds flat, so boxes stack.',
        'Corners are welded and edges are rolled.',
        'Dividers move without a tool.',
      ],
    },
    {
      slug: 'plants', name: 'Plants & Pots',
      nouns: { 'Potted Plant': 'plant', 'Potted Fern': 'fern', Succulent: 'succulent' },
      price_minor: [1200, 8900], weight_g: [700, 5200], size_mm: [220, 220, 420],
      options: [
        colors('terracotta white charcoal sage blush', 2, 4),
        { name: 'size', values: ['small', 'medium', 'large'], count: [1, 3], step_bp: 4200 },
      ],
      closings: [
        'Arrives alive and well or we send another.',
        'Cuttings root easily, so one plant becomes three.',
      ],
      facts: { light: ['bright', 'half shade', 'shade'], watering: ['weekly', 'every two weeks'] },
      openers: [
        'A forgiving plant in a pot that suits it, delivered upright.',
        'Green company for a desk, a landing or a north-facing sill.',
      ],
      details: [
        'It tells you when it is thirsty by drooping a little.',
        'The pot drains into a hidden saucer.',
        'Grown in peat-free soil without pesticides.',
        'A care card with pictures comes in the box.',
      ],
    },
    {
      slug: 'watering', name: 'Watering',
      nouns: { 'Watering Can': 'wateringcan', 'Indoor Watering Can': 'wateringcan' },
      price_minor: [1600, 6900], weight_g: [420, 1500], size_mm: [380, 180, 280],
      options: [
        colors('sage copper charcoal cream teal mustard', 2, 4),
        { name: 'capacity', values: ['1.5 l', '5 l', '9 l'], count: [1, 3], step_bp: 3400 },
      ],
      facts: { material: ['galvanised steel', 'powder-coated steel'], rose: ['brass', 'steel'] },
      openers: [
        'Pours a soft rain, then a thin line, and never down your sleeve.',
        'A watering can with its weight in the middle, where you hold it.',
      ],
      details: [
        'The long spout reaches the back of the bed.',
        'The rose unscrews for pots and seedlings.',
        'Seams are soldered and lifetime tight.',
        'Litres are marked on the inside.',
      ],
    },
  ],
};
