// The server dies at every point of a purchase that the gateway declines without saying so.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_timeout_declined'], 'rest');
