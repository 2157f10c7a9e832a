import { colors, type DepartmentWords, type OptionWords } from './words.ts';

export const toys: DepartmentWords = {
  slug: 'toys', name: 'Toys & Games', seller: 2,
  about: 'Open-ended play for small hands and long tables.',
  brands: ['Pipwhistle', 'Tumblenook', 'Brickaloo', 'Mossbutton'],
  lines: ['Little Harbour', 'Moon Garden', 'Treehouse', 'Meadow', 'Old Town', 'Rocket', 'Pond',
    'Safari', 'Snow Day', 'Bakery', 'Night Train', 'Hilltop', 'Carnival', 'Coral Reef'],
  closings: [
    'Tested to EN 71 and ASTM F963.',
    'Water-based paints, rounded edges and no batteries.',
    'Lost a piece? We post single spares.',
  ],
  leaves: [
    {
      slug: 'building-blocks', name: 'Building Blocks',
      nouns: { 'Building Blocks': 'blocks', 'Wooden Blocks': 'blocks', 'Stacking Set': 'blocks' },
      price_minor: [1900, 8900], weight_g: [600, 2600], size_mm: [320, 240, 90],
      options: [{ name: 'pieces', values: ['24', '50', '100'], count: [1, 3], step_bp: 5000 }],
      looks: ['red', 'blue', 'mustard', 'green', 'coral', 'teal'],
      facts: { age: ['1+', '2+', '3+'], material: ['beech', 'maple', 'recycled plastic'] },
      openers: [
        'A box of shapes that becomes a bridge, a bakery or a dragon.',
        'Good, plain blocks with colours that mix well on the floor.',
      ],
      details: [
        'Edges are sanded by hand and safe to chew.',
        'Every piece fits every other, on any side.',
        'The cotton bag doubles as a play mat.',
        'A small book of ideas is included and soon ignored.',
      ],
    },
    {
      slug: 'puzzles', name: 'Puzzles',
      nouns: { 'Jigsaw Puzzle': 'puzzle', 'Floor Puzzle': 'puzzle', 'Wooden Puzzle': 'puzzle' },
      price_minor: [1200, 4500], weight_g: [420, 980], size_mm: [300, 240, 60],
      options: [{ name: 'pieces', values: ['100', '500', '1000'], count: [1, 3], step_bp: 2800 }],
      looks: ['sky', 'coral', 'sage', 'mustard', 'lilac', 'teal'],
      facts: { age: ['4+', '6+', '10+', '14+'], artist: ['M. Tolland', 'I. Farr', 'R. Okonjo'] },
      openers: [
        'An illustrated scene with something to find in every corner.',
        'A rainy weekend in a box, with no two pieces alike.',
      ],
      details: [
        'Thick board and a linen finish make pieces click and stay.',
        'The print is matte, so lamps leave no glare.',
        'A poster of the finished picture is inside.',
        'Pieces come in a cloth bag without dust.',
      ],
    },
    {
      slug: 'plush', name: 'Plush Toys',
      nouns: { 'Plush Bear': 'plush', 'Plush Bunny': 'bunny', 'Teddy Bear': 'plush' },
      price_minor: [1500, 5400], weight_g: [180, 620], size_mm: [320, 200, 160],
      options: [
        colors('tan cream walnut blush sky', 2, 3),
        { name: 'size', values: ['small', 'large'], count: [1, 2], step_bp: 6500 },
      ],
      facts: { filling: ['recycled fibre', 'wool'], age: ['from birth', '1+'] },
      openers: [
        'Soft, floppy and exactly the right size for an elbow.',
        'A friend with an embroidered smile and nothing that can come off.',
      ],
      details: [
        'Seams are sewn twice and pulled by a machine to be sure.',
        'It goes through the wash and comes out itself.',
        'The plush is made from recycled bottles and does not shed.',
        'Beans in the feet help it sit upright.',
      ],
    },
    {
      slug: 'board-games', name: 'Board Games',
      nouns: { 'Board Game': 'gamebox', 'Family Game': 'gamebox', 'Card Game': 'gamebox' },
      price_minor: [1400, 5900], weight_g: [350, 1700], size_mm: [300, 300, 70],
      options: [{ name: 'edition', values: ['standard', 'deluxe'], count: [1, 2], step_bp: 4500 }],
      looks: ['navy', 'forest', 'burgundy', 'mustard', 'teal', 'plum', 'terracotta'],
      facts: {
        players: ['2', '2–4', '2–6', '3–8'],
        'playing time': ['20 min', '40 min', '60 min', '90 min'],
        age: ['6+', '8+', '10+'],
      },
      openers: [
        'Rules in five minutes, rematches until bedtime.',
        'A game with kind luck and sharp choices, at its best with four.',
      ],
      details: [
        'Nobody is knocked out before the end.',
        'Wooden pieces and thick cards survive many evenings.',
        'A quiet variant for two players is included.',
        'The box closes flat and stores upright.',
      ],
    },
  ],
};

const bindings: OptionWords = {
  name: 'format', values: ['paperback', 'hardcover'], count: [1, 2], step_bp: 6500,
};
const bookLooks = 'navy rust forest mustard blush teal burgundy sand plum'.split(' ');

export const books: DepartmentWords = {
  slug: 'books', name: 'Books & Stationery', seller: 1,
  about: 'Stories, know-how and good paper to answer them on.',
  brands: ['Quillmere Press', 'Oxbarrow Books', 'Paperkite House', 'Lanternfield'],
  lines: ['Ledger', 'Margin', 'Harbour', 'Folio', 'Draft', 'Sonnet', 'Linen', 'Verso', 'Atlas',
    'Quarto', 'Ink', 'Parcel', 'Recto', 'Post'],
  closings: [
    'Printed on certified paper by a family-run press.',
    'Sent in card, without plastic.',
  ],
  leaves: [
    {
      slug: 'fiction', name: 'Fiction', nouns: { Novel: 'book' },
      titles: ['The Salt Lighthouse', 'A Map of Quiet Rooms', 'What the Ferryman Kept',
        'Eleven Winters', 'The Orchard Clerk', 'Small Weather', 'The Glass Hour',
        'Letters to the Tide', 'The Understudy of Birds', 'A Country Made of Bridges'],
      price_minor: [999, 2600], weight_g: [240, 620], size_mm: [215, 140, 30],
      options: [bindings], looks: bookLooks,
      facts: {
        author: ['Maren Aldous', 'Tobias Wrenn', 'Ines Calloway', 'Jun Harrowgate'],
        pages: ['288', '336', '352', '416'], language: ['English'],
      },
      openers: [
        'A slow-burning story about the things families do not say at dinner.',
        'Funny, tender and hard to put down after the first chapter.',
      ],
      details: [
        'Two voices, forty years apart, circle the same locked room.',
        'The town is invented; the weather in it is not.',
        'Reading-group questions are printed at the back.',
        'A debut that reads like a tenth book.',
      ],
    },
    {
      slug: 'cookery', name: 'Cookery', nouns: { Cookbook: 'book' },
      titles: ['One Pan, Four Seasons', 'The Patient Baker', 'Weeknight Lanterns',
        'Pickle Everything', 'Bread Before Breakfast', 'The Small Kitchen Almanac',
        'Soup for Eleven', 'Green Suppers', 'Salt, Smoke, Honey', 'A Table by the Window'],
      price_minor: [1800, 3900], weight_g: [620, 1300], size_mm: [255, 200, 30],
      options: [bindings], looks: bookLooks,
      facts: {
        author: ['Odile Marchetti', 'Perrin Vale', 'Sunniva Brandt', 'Amara Lisle'],
        pages: ['208', '240', '272'], language: ['English'],
      },
      openers: [
        'A hundred recipes that respect your time and your one good pan.',
        'Cooking from the season, with a plan for the leftovers.',
      ],
      details: [
        'Every recipe fits one spread, so pages need no turning with wet hands.',
        'Weights, cups and sensible swaps are given throughout.',
        'The binding lies flat on the counter.',
        'Photographs show the food as it really comes out.',
      ],
    },
    {
      slug: 'nature-science', name: 'Nature & Science', nouns: { 'Non-Fiction': 'book' },
      titles: ['The Listening Forest', 'How Rivers Remember', 'A Short Theory of Long Walks',
        'Moss: A Biography', 'The Mathematics of Queues', 'Night Skies for Beginners',
        'Everything Rusts', 'The Honest Statistician', 'Tides and Timetables', 'Owls at Work'],
      price_minor: [1400, 3200], weight_g: [340, 760], size_mm: [235, 155, 30],
      options: [bindings], looks: bookLooks,
      facts: {
        author: ['Dr. Hanne Storr', 'Elias Penhallow', 'Ruth Ockendon', 'Kofi Marsh'],
        pages: ['256', '304', '368'], language: ['English'],
      },
      openers: [
        'Careful science, told by someone who clearly loves being outdoors.',
        'A clear, generous account of an idea that is all around you.',
      ],
      details: [
        'Forty drawings do the work of a thousand words.',
        'Each chapter ends with something to try yourself.',
        'Sources are listed for readers who want to argue.',
        'It needs no mathematics beyond school.',
      ],
    },
    {
      slug: 'childrens-books', name: "Children's Books", nouns: { 'Picture Book': 'book' },
      titles: ['Bramble Loses a Button', 'The Very Late Train', 'Nine Ducks and a Drum',
        'Olive Learns to Whistle', 'The Moon Is Only Borrowed', 'Captain Mitten',
        'A Bear on the Number Six', 'Where Puddles Go', 'The Giant Who Was Shy',
        'Goodnight, Crane'],
      price_minor: [899, 1900], weight_g: [220, 480], size_mm: [250, 250, 12],
      options: [bindings], looks: ['sky', 'yellow', 'coral', 'mint', 'lilac', 'orange', 'pink'],
      facts: {
        author: ['Pia Underhill', 'Milo Thackaberry', 'Wren Adeyemi'],
        age: ['2–4', '3–6', '5–8'], pages: ['32', '40', '48'], language: ['English'],
      },
      openers: [
        'A read-aloud story with a small hero and a large problem.',
        'Made to be read again, and then again, and then once more.',
      ],
      details: [
        'Painted pages hide a snail on every spread.',
        'Rhymes carry the reader along on tired evenings.',
        'Sturdy pages stand up to sticky fingers.',
        'It ends in a bed, as good books do.',
      ],
    },
    {
      slug: 'notebooks', name: 'Notebooks',
      brands: ['Foliomark', 'Lanternfield', 'Paperkite House'],
      nouns: { Notebook: 'notebook', Journal: 'notebook', Planner: 'notebook' },
      price_minor: [900, 3400], weight_g: [180, 460], size_mm: [215, 150, 20],
      options: [
        colors('navy sage terracotta mustard black blush plum', 3, 4),
        { name: 'ruling', values: ['dotted', 'lined', 'blank'], count: [1, 3] },
      ],
      facts: { paper: ['90 g/m²', '100 g/m²', '120 g/m²'], pages: ['144', '192', '240'] },
      openers: [
        'Paper that takes a fountain pen and a cover that takes a commute.',
        'A notebook that opens flat and stays that way.',
      ],
      details: [
        'Pages are numbered, and the index is waiting at the front.',
        'Thread-sewn sections never drop a leaf.',
        'Two ribbons mark today and someday.',
        'The pocket at the back is large enough for tickets.',
      ],
    },
    {
      slug: 'pens', name: 'Pens', brands: ['Foliomark', 'Lanternfield', 'Quillmere Press'],
      nouns: { 'Fountain Pen': 'pen', 'Rollerball Pen': 'pen', 'Ballpoint Pen': 'pen' },
      price_minor: [1200, 14900], weight_g: [18, 48], size_mm: [170, 40, 30],
      options: [
        colors('black navy burgundy forest gold cream coral', 2, 4),
        { name: 'nib', values: ['fine', 'medium', 'broad'], count: [1, 3] },
      ],
      facts: { body: ['brass', 'resin', 'aluminium'], ink: ['cartridge', 'converter', 'refill'] },
      openers: [
        'A pen with enough weight to slow a signature down.',
        'Writes at the first touch, even after a month in a drawer.',
      ],
      details: [
        'The cap posts securely and clicks shut.',
        'Takes standard refills sold everywhere.',
        'The body is turned from a single bar.',
        'It comes in a felt sleeve with two blue cartridges.',
      ],
    },
  ],
};
