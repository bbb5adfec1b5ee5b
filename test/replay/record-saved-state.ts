import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freezeState, thawState } from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { digestsOf, savedState } from './saved-state.ts';

/*
 * Records a state as the code freezes it: `tsx test/replay/record-saved-state.ts 2-form-7` writes
 * `states/2-form-7.json`. Earlier ones stay: installations hold states that were frozen so.
 */
const [, , name = ''] = process.argv;
if (!/^\d+-[a-z0-9-]+$/.test(name)) throw new TypeError('a number and a name are needed');
const folder = join(import.meta.dirname, 'states');
const path = join(folder, `${name}.json`);
const bytes = freezeState(savedState(loadDetectionPolicy()));
const state = Buffer.from(bytes).toString('base64');
const holds = digestsOf(thawState(bytes));
mkdirSync(folder, { recursive: true });
// `wx` refuses what is there.
writeFileSync(path, `${JSON.stringify({ state, holds }, undefined, 2)}\n`, { flag: 'wx' });
process.stdout.write(`${path}\n`);
