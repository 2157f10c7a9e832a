// The server dies at every point of a purchase whose gateway answers, and of those that are
// declined, left, or paid too late.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_visa', 'tok_stolen', 'tok_declined', 'left']);
