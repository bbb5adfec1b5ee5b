import { REMEDY_HARM, type RemedyDecision, type RemedySubject } from '@hrd-shield/contracts/pure';
import type { RemedyLife } from '@hrd-shield/domain/remedy';
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow: everything that it will ever need to know. */
export interface RemedyHarmInput {
  readonly about: RemedySubject;
}

/** Somebody other than the first deciders settles it; `refusalOfRemedy` says who may not. */
export const decideRemedyUpdate = defineUpdate<RemedyLife['state'], [RemedyDecision]>(
  REMEDY_HARM.decideRemedy,
);
/** How it stands. */
export const viewRemedy = defineQuery<RemedyLife>(REMEDY_HARM.view);
