// What the executable runs: the tool as it is bundled for Node.js, for the runtime that scripts/build-binary.js puts it into.
require('../dist/main.js').runProcess(process, [process.execPath]);
