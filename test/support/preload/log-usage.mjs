// Writes what the process used of the machine: kilobytes at most, and microseconds of CPU.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.USAGE_LOG, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});
