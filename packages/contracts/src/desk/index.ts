import { ACTOR_RIGHTS_ROUTES } from './actor-rights.ts';
import { APPROVAL_ROUTES } from './approvals.ts';
import { INTAKE_ROUTES } from './intake.ts';
import { openApiDocument } from './open-api.ts';
import { OVERSIGHT_ROUTES } from './oversight.ts';
import { AGREEMENT_ROUTES } from './own-agreements.ts';
import { REGISTRY_ROUTES } from './registry.ts';
import { REVIEW_ROUTES } from './reviews.ts';
import type { DeskRoute } from './route.ts';
import { ROW_ROUTES } from './row-access.ts';
import { SESSION_ROUTES } from './session.ts';
import { CASE_ROUTES, TASK_ROUTES } from './tasks.ts';

export * from './access.ts';
export * from './approvals.ts';
export * from './intake.ts';
export { UNSEAL_ITEMS_MAX } from './oversight.ts';
export { Phrase } from './own-agreements.ts';
export * from './page.ts';
export * from './problem.ts';
export { DesignationShown } from './registry.ts';
export { RowSlice } from './reveal-shown.ts';
export { DESK_RESOURCES, type DeskResource, type DeskRoute } from './route.ts';
export * from './session.ts';
export * from './tasks.ts';

/** Every route of the desk; what is not here is not served. */
export const DESK_ROUTES = {
  ...SESSION_ROUTES,
  ...TASK_ROUTES,
  ...CASE_ROUTES,
  ...APPROVAL_ROUTES,
  ...INTAKE_ROUTES,
  ...REGISTRY_ROUTES,
  ...AGREEMENT_ROUTES,
  ...ACTOR_RIGHTS_ROUTES,
  ...ROW_ROUTES,
  ...REVIEW_ROUTES,
  ...OVERSIGHT_ROUTES,
} as const satisfies Readonly<Record<string, DeskRoute>>;

/** Names a route; the action that authorisation decides has the same name. */
export type DeskAct = keyof typeof DESK_ROUTES;
export const DESK_ACTS = Object.keys(DESK_ROUTES) as readonly DeskAct[];

/** The OpenAPI document of the desk. */
export function deskDocument(): Readonly<Record<string, unknown>> {
  return openApiDocument(DESK_ROUTES);
}
