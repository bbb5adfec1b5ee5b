import type { Finding, SourceFile } from './finding.ts';

/**
 * Exports without a docstring in rooms whose every byte is hashed into the records of held-out runs:
 * a comment there costs a block of seeds, so it comes with the next change of the engine. A number
 * may fall and never rise; 0 takes the room out of the list.
 * @source packages/evaluation/src/store/code-hash.ts
 */
export const UNDOCUMENTED: Readonly<Record<string, number>> = {
  'packages/contracts/src/ids.ts': 5,
  'packages/contracts/src/platform': 5,
  'packages/contracts/src/units.ts': 1,
  'packages/domain/src/detection': 98,
  'packages/evaluation/src/plan': 1,
  'packages/evaluation/src/run': 1,
  'packages/policy/src/detection': 10,
  'packages/world/src': 30,
};

/** Name of the rule. */
export const DOCUMENTED_EXPORTS = 'documented-exports';
const IS_CHECKED = /^(packages|services|workflows|infra)\/.*\.ts$/;
/** Tests, and builders that only tests use. */
const IS_FOR_TESTS = /\.test\.ts$|\/(spec|testing)\//;
/** Types are left out: most are read off a schema or a list that says what it is. */
const EXPORTED = /^export (?:async )?(?:function\*?|class|(?<isConst>const)) (?<name>\w+)/;

/**
 * Exported functions, classes and constants say what they are for. Constants that follow each other
 * without an empty line share the docstring of the first.
 * @returns findings outside of the rooms in `UNDOCUMENTED`, and of a room with more than its number
 */
export function undocumentedFindings(files: readonly SourceFile[]): readonly Finding[] {
  const found = files.flatMap(undocumentedIn);
  const counts = countByRoom(found);
  return found.filter(({ path }) => {
    const room = roomOf(path);
    return room === undefined || (counts.get(room) ?? 0) > (UNDOCUMENTED[room] ?? 0);
  });
}

/** Rooms of the whole tree that have become better than their number, so that it can be lowered. */
export function looseRooms(files: readonly SourceFile[]): readonly string[] {
  const counts = countByRoom(files.flatMap(undocumentedIn));
  return Object.entries(UNDOCUMENTED).flatMap(([room, most]) => {
    const count = counts.get(room) ?? 0;
    return count < most ? [`${room}: ${count}, not ${most}`] : [];
  });
}

function countByRoom(found: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of found) {
    const room = roomOf(path);
    if (room !== undefined) counts.set(room, (counts.get(room) ?? 0) + 1);
  }
  return counts;
}

function roomOf(path: string): string | undefined {
  return Object.keys(UNDOCUMENTED).find((room) => path === room || path.startsWith(`${room}/`));
}

function undocumentedIn({ path, text }: SourceFile): readonly Finding[] {
  if (!IS_CHECKED.test(path) || IS_FOR_TESTS.test(path)) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const { isConst, name } = EXPORTED.exec(line)?.groups ?? {};
    if (name === undefined) return [];
    const isDocumented =
      isConst === undefined ? endsDocstring(lines[index - 1]) : isInDocumentedGroup(lines, index);
    if (isDocumented) return [];
    return [{ rule: DOCUMENTED_EXPORTS, path, line: index + 1, says: `what is '${name}' for?` }];
  });
}

function endsDocstring(line: string | undefined): boolean {
  return line?.trimEnd().endsWith('*/') === true;
}

function isInDocumentedGroup(lines: readonly string[], index: number): boolean {
  for (let at = index - 1; at >= 0 && lines[at] !== ''; at -= 1) {
    if (endsDocstring(lines[at])) return true;
  }
  return false;
}
