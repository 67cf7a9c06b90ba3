// Preloaded into the tool: an error outside of what it waits for, once it is ready for one.
const timer = setInterval(() => {
  if (process.listenerCount('uncaughtException') === 0) return;
  clearInterval(timer);
  throw new TypeError('\u001b[31mlate');
}, 1);
