// The server dies at every point of a purchase that the gateway accepts.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_visa']);
