// Preloaded into the subgraph's process: when the example is killed and cannot say goodbye, the channel between the two
// breaks, and the subgraph ends in good order instead of keeping its port.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
