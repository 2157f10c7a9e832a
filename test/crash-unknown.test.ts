// The server dies at every point of a purchase whose gateway does not answer, and of one whose
// money has to go back.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_timeout_success', 'tok_timeout_declined', 'lost_hold']);
