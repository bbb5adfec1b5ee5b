import { parseArgs } from 'node:util';
import { loadSimRules, runSimulation } from './run-simulation.ts';

/** Runs consecutive seeds and writes one line each; a child of the suite `simulation`. */
const { values } = parseArgs({ options: { from: { type: 'string' }, count: { type: 'string' } } });
const rules = loadSimRules();
const from = Number(values.from);
for (let seed = from; seed < from + Number(values.count); seed += 1) {
  process.stdout.write(`${JSON.stringify(await runSimulation(seed, rules))}\n`);
}
