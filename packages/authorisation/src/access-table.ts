import {
  DESK_ACTS,
  DESK_PURPOSES,
  DESK_ROLES,
  DESK_ROUTES,
  type DeskAct,
  type DeskPurpose,
  type DeskRole,
} from '@hrd-shield/contracts/desk';
import type { Authoriser } from './create-authoriser.ts';

/** When somebody with one role may do an act. */
export type AccessCell = 'no' | 'yes' | readonly DeskPurpose[];

/** Act by role, over every purpose and none. */
export type AccessTable = ReadonlyMap<DeskAct, Readonly<Partial<Record<DeskRole, AccessCell>>>>;

/** Somebody with one role alone, freshly signed in; for defenders their own designation. */
function isAllowed(
  decide: Authoriser,
  act: DeskAct,
  role: DeskRole,
  purpose: DeskPurpose | undefined,
): boolean {
  const defender = 'd_AAAAAAAAAAAAAAAAAAAAAA';
  const own = role === 'defender' || role === 'delegate' ? { defender } : {};
  const principal = { name: 'r_AAAAAAAAAAAAAAAAAAAAAA', roles: [role], ...own };
  return decide({ principal, act, purpose, freshSignIn: true, resource: own }).isAllowed;
}

/** Walks every act, role and purpose. */
export function walkAccess(decide: Authoriser): AccessTable {
  const cellOf = (act: DeskAct, role: DeskRole): AccessCell => {
    if (isAllowed(decide, act, role, undefined)) return 'yes';
    const purposes = DESK_PURPOSES.filter((purpose) => isAllowed(decide, act, role, purpose));
    return purposes.length === 0 ? 'no' : purposes;
  };
  return new Map(
    DESK_ACTS.map((act) => [
      act,
      Object.fromEntries(DESK_ROLES.map((role) => [role, cellOf(act, role)])),
    ]),
  );
}

/** The table as a person reviews it. */
export function accessPage(table: AccessTable, hash: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const notes = new Map<string, number>();
  const shown = (cell: AccessCell | undefined): string => {
    if (cell === undefined || cell === 'no') return '';
    if (cell === 'yes') return 'yes';
    const words = cell.join(', ');
    if (!notes.has(words)) notes.set(words, notes.size + 1);
    return `p${notes.get(words)}`;
  };
  const rows = [...table].map(([act, cells]) => {
    const { method, path } = DESK_ROUTES[act];
    return line([
      `\`${act}\``,
      `${method} \`${path}\``,
      ...DESK_ROLES.map((role) => shown(cells[role])),
    ]);
  });
  return [
    '# Who may do what at the desk\n',
    'Written by walking every route, role and purpose through the policies in `packages/authorisation/policies`; a test walks the running service over the same table. What is empty is refused. Each column is somebody with that role alone, freshly signed in.\n',
    line(['act', 'route', ...DESK_ROLES]),
    line(['act', 'route', ...DESK_ROLES].map(() => '---')),
    ...rows,
    '',
    ...[...notes].map(([words, n]) => `- p${n}: only with one of these purposes: ${words}`),
    '',
    `Policies: \`${hash}\`.`,
    '',
  ].join('\n');
}
