// The server dies before the gateway is asked, which will then not answer. What is on record at
// that moment is the same as in crash.test.ts; what the client goes on to do is not.
import { crashTests } from './crash-suite.ts';

crashTests(['tok_timeout_success', 'tok_timeout_declined'], 'opening');
