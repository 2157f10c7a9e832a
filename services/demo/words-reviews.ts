/** What people of the demo world say about goods of any kind, by how content they are. */

export interface ReviewWords {
  titles: readonly string[];
  openers: readonly string[];
  details: readonly string[];
  closings: readonly string[];
}

export const happy: ReviewWords = {
  titles: [
    'Exactly what I was looking for',
    'Better than I expected',
    'Would buy it again',
    'A small joy every day',
    'Well made',
    'Worth the price',
    'No complaints',
    'Lovely thing',
    'Does its job quietly',
    '',
  ],
  openers: [
    'I have used this every day for two months now.',
    'Bought it after a long search, and I am glad I did.',
    'It replaced one that I had for ten years.',
    'My sister has the same one, so I knew what to expect.',
    'Ordered on a Monday, here on Wednesday.',
    'I read too many reviews before choosing, so here is mine.',
    'This was a gift, and it was well received.',
    'The second one I have bought, this time for the office.',
    'I was not sure about it at first.',
    'It looks just like the pictures.',
  ],
  details: [
    'The finish is clean, with no rough edges anywhere.',
    'It feels solid without being heavy.',
    'The colour is a little warmer than on my screen, which I like.',
    'Everything fits together as it should.',
    'It cleans up easily and shows no wear so far.',
    'The size is right; I measured first, and so should you.',
    'You notice that somebody thought about the details.',
    'Even the packaging was simple and easy to open.',
    'It is simpler than I expected, in a good way.',
    'The instructions were short and sufficient.',
    'It survived a week with two children.',
    'Nothing about it feels cheap.',
  ],
  closings: [
    'I would choose it again.',
    'Recommended.',
    'For this price there is nothing to add.',
    'If it lasts as long as it looks, I am happy.',
    'Thank you for the quick delivery.',
    'Five years from now I hope to write the same.',
    'My neighbour has ordered one too.',
    '',
  ],
};

export const mixed: ReviewWords = {
  titles: [
    'Good, with one weakness',
    'Fine for the price',
    'Decent',
    'Almost there',
    'Does what it says',
    'Not quite what I imagined',
    '',
  ],
  openers: [
    'It is fine.',
    'After three weeks I am mostly content.',
    'I wanted to like this more than I do.',
    'Solid in general.',
    'It does what it says, no more.',
    'The idea is good.',
    'I have mixed feelings about it.',
  ],
  details: [
    'It is smaller than I imagined, though the measurements on the page are right.',
    'The colour is darker than in the pictures.',
    'One edge was not quite straight.',
    'It took me two tries to put it together.',
    'It smelled new for a few days.',
    'The material is good, the finish could be better.',
    'Delivery took a day longer than promised.',
    'I had expected a little more weight.',
    'It works well, yet the instructions were no help.',
  ],
  closings: [
    'For the price I keep it.',
    'On offer I would buy it again.',
    'I can live with that.',
    'Look at the measurements before you order.',
    'It is all right, but not more.',
    '',
  ],
};

export const unhappy: ReviewWords = {
  titles: [
    'Not for me',
    'Did not last',
    'Disappointed',
    'Sent it back',
    'Expected more',
    'The pictures promise more',
    '',
  ],
  openers: [
    'I am sorry to say that I sent it back.',
    'It worked for a week.',
    'The pictures promise more than what arrived.',
    'I had high hopes.',
    'Not what I had expected from this brand.',
  ],
  details: [
    'One part was loose on the first day.',
    'The surface scratched at once.',
    'It is not as sturdy as it looks.',
    'The size is off by more than a little.',
    'It arrived with a dent in one corner.',
    'The material feels thin.',
    'After two weeks it was not the same.',
  ],
  closings: [
    'The refund came quickly, I will say that.',
    'Perhaps mine was an exception.',
    'I would not order it again.',
    'There are better ones for the same money.',
    '',
  ],
};

/** What sellers say; to the unhappy first. */
export const replies: Readonly<Record<'sorry' | 'thanks', readonly string[]>> = {
  sorry: [
    'We are sorry about this; please write to us, and we send another one.',
    'Thank you for telling us. We have looked at the others and found two more like yours.',
    'It can go back free of charge, and we would like to see what went wrong.',
  ],
  thanks: [
    'Thank you. We packed it with care, and it is good to hear that it arrived so.',
    'That made our morning. Enjoy it for a long time.',
    'Thank you for taking the time to write this.',
  ],
};

export const givenNames: readonly string[] = [
  'Aisha',
  'Ben',
  'Carla',
  'Daniel',
  'Elena',
  'Farid',
  'Greta',
  'Hiro',
  'Ines',
  'Jamal',
  'Katrin',
  'Luis',
  'Maya',
  'Noah',
  'Olga',
  'Paul',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
  'Umar',
  'Vera',
  'Will',
  'Yuki',
  'Zoe',
];
