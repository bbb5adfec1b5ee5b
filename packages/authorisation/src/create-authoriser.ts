import {
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { invariant } from '@hrd-shield/contracts';
import {
  DESK_ROUTES,
  type DeskAct,
  type DeskPurpose,
  type DeskRole,
  STAFF_ROLES,
} from '@hrd-shield/contracts/desk';
import type { AccessPolicies } from './load-policies.ts';
import { schemaText } from './schema.ts';

/** Who asks. */
export interface Asking {
  /** Pseudonym, or the id of a token. */
  readonly name: string;
  readonly roles: readonly DeskRole[];
  /** Whose designation a defender or delegate acts for. */
  readonly defender?: string | undefined;
  readonly partner?: string | undefined;
}

/** What is asked, with all that the answer may depend on. */
export interface AccessQuestion {
  readonly principal: Asking;
  readonly act: DeskAct;
  readonly resource?: {
    readonly id?: string | undefined;
    readonly owner?: string | undefined;
    readonly defender?: string | undefined;
  };
  readonly purpose?: DeskPurpose | undefined;
  /** Signed in a short time ago, or with a token. */
  readonly freshSignIn: boolean;
}

/** The answer, and the policies that gave it: none when nothing permits. */
export interface AccessDecision {
  readonly isAllowed: boolean;
  readonly policyIds: readonly string[];
}

export type Authoriser = (question: AccessQuestion) => AccessDecision;

/** Every role that people sign in with is staff. */
const STAFF = 'staff';

/** Decides by the policies alone: what no policy permits is refused, and a fault refuses. */
export function createAuthoriser(policies: AccessPolicies): Authoriser {
  const name = `desk-${policies.hash}`;
  const parsed = preparsePolicySet(name, { staticPolicies: { ...policies.byId } });
  const schema = preparseSchema(name, schemaText());
  invariant(
    parsed.type === 'success' && schema.type === 'success',
    'checked policies and their schema parse',
  );
  return (question) => {
    const { principal } = question;
    const who = { type: 'Desk::Principal', id: principal.name };
    const what = {
      type: `Desk::${DESK_ROUTES[question.act].resource}`,
      id: question.resource?.id ?? '*',
    };
    const answer = statefulIsAuthorized({
      principal: who,
      action: { type: 'Desk::Action', id: question.act },
      resource: what,
      context: { ...present({ purpose: question.purpose }), freshSignIn: question.freshSignIn },
      preparsedPolicySetId: name,
      preparsedSchemaName: name,
      validateRequest: true,
      entities: [
        {
          uid: who,
          attrs: present({
            name: principal.name,
            defender: principal.defender,
            partner: principal.partner,
          }),
          parents: groupsOf(principal.roles).map((id) => ({ type: 'Desk::Role', id })),
        },
        {
          uid: what,
          attrs: present({
            owner: question.resource?.owner,
            defender: question.resource?.defender,
          }),
          parents: [],
        },
      ],
    });
    if (answer.type === 'failure') return { isAllowed: false, policyIds: [] };
    const { decision, diagnostics } = answer.response;
    return {
      isAllowed: decision === 'allow' && diagnostics.errors.length === 0,
      policyIds: [...diagnostics.reason].sort(),
    };
  };
}

function groupsOf(roles: readonly DeskRole[]): readonly string[] {
  const staff: readonly string[] = STAFF_ROLES;
  return roles.some((role) => staff.includes(role)) ? [...roles, STAFF] : roles;
}

function present(attributes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
