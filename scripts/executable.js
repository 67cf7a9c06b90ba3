// What the executable runs: the whole tool, for the runtime that scripts/build-binary.js puts it into.
import { runProcess } from '../build/split/main.js';

await runProcess(process);
