import { expect, test } from 'vitest';
import { findJava, javaMajor } from './tools.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ['bash: java: command not found', undefined],
])('the major version of Java is read from %j', (output, major) => {
  expect(javaMajor(output)).toBe(major);
});

test('a folder without a java program is passed over, not used', async () => {
  const java = await findJava({ JAVA_HOME: '/nowhere/at/all' });
  expect(java).not.toBe('/nowhere/at/all/bin/java');
});
