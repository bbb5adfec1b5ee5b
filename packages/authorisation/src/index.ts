export { type AccessCell, type AccessTable, accessPage, walkAccess } from './access-table.ts';
export {
  type AccessDecision,
  type AccessQuestion,
  type Asking,
  type Authoriser,
  createAuthoriser,
} from './create-authoriser.ts';
export { type AccessPolicies, loadAccessPolicies } from './load-policies.ts';
