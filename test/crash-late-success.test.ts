// The server dies at every point of a purchase that the gateway captures without saying so.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_timeout_success'], 'rest');
