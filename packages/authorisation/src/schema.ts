import { DESK_ACTS, DESK_PURPOSES, DESK_RESOURCES, DESK_ROUTES } from '@hrd-shield/contracts/desk';

/**
 * The Cedar schema, written from the table of routes: every route is an action on its resource, so
 * that a policy which names an act, a role attribute or a resource that does not exist is refused.
 */
export function schemaText(): string {
  const actions = DESK_ACTS.map(
    (act) =>
      `  action "${act}" appliesTo {\n` +
      `    principal: [Principal], resource: [${DESK_ROUTES[act].resource}], context: Asked\n  };`,
  );
  return [
    'namespace Desk {',
    `  // purpose is one of: ${DESK_PURPOSES.join(', ')}`,
    '  type Asked = { purpose?: String, freshSignIn: Bool };',
    '  entity Role;',
    '  entity Principal in [Role] = { name: String, defender?: String, partner?: String };',
    ...DESK_RESOURCES.map(
      (resource) => `  entity ${resource} = { owner?: String, defender?: String };`,
    ),
    ...actions,
    '}',
    '',
  ].join('\n');
}
