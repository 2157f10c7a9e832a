// The server dies at every point of a purchase that is refused for good, and of its undoing.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_stolen']);
