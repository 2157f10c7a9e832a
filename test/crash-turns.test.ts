// The server dies where a purchase takes a turn: a second card, a shopper who leaves, and money
// that has to go back since the units are gone.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_declined', 'left', 'lost_hold']);
