// The server dies at every point of a purchase that the gateway accepts, at once or by a second
// card, and of one that is left before it is paid.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_visa', 'tok_declined', 'left']);
