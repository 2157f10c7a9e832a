// The server dies at every point of a purchase that is refused for good, and of one whose money
// has to go back since its units are gone.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_stolen', 'lost_hold']);
