import {
  accessPage,
  createAuthoriser,
  loadAccessPolicies,
  walkAccess,
} from '@hrd-shield/authorisation';
import { deskDocument } from '@hrd-shield/contracts/desk';

/** What is generated of the desk: its document, and the table of who may do what. */
export function deskPages(): ReadonlyMap<string, string> {
  const policies = loadAccessPolicies();
  const table = walkAccess(createAuthoriser(policies));
  return new Map([
    ['docs/reference/openapi.json', `${JSON.stringify(deskDocument(), null, 2)}\n`],
    ['docs/reference/authorisation.md', accessPage(table, policies.hash)],
  ]);
}
