import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRules } from './check-rules.ts';
import { RULES_FOLDER } from './rule-texts.ts';

const DAY = Date.UTC(2026, 10, 22);

test('every rule file of this version is read by somebody, and somebody answers for it', () => {
  const found = checkRules(RULES_FOLDER, DAY).filter(({ level }) => level !== 'note');
  expect(found).toEqual([]);
});

test.each([
  ['custody.yaml', 'answerSeconds', 'answerSecond'],
  ['designation.yaml', 'coolingOffDays', 'coolingOff'],
  ['intake.yaml', 'criticalAnswerHours', 'criticalAnswer'],
])('a key of %s that nobody reads is an error, where it stands', async (file, key, wrong) => {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  await cp(RULES_FOLDER, folder, { recursive: true });
  const text = await readFile(join(folder, file), 'utf8');
  await writeFile(join(folder, file), text.replace(`${key}:`, `${wrong}:`));
  const line = text.slice(0, text.indexOf(`${key}:`)).split('\n').length;
  const found = checkRules(folder, DAY).filter(({ level }) => level === 'error');
  const says = expect.stringContaining('nobody reads this key');
  expect(found).toContainEqual({ level: 'error', file, line, says });
  await rm(folder, { recursive: true });
});
