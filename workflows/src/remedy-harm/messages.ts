import { REMEDY_HARM, type RemedyDecision, type RemedySubject } from '@hrd-shield/contracts/pure';
import type { RemedyLife } from '@hrd-shield/domain/remedy';
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow: everything that it will ever need to know. */
export interface RemedyHarmInput {
  readonly about: RemedySubject;
}

export const decideRemedyUpdate = defineUpdate<RemedyLife['state'], [RemedyDecision]>(
  REMEDY_HARM.decideRemedy,
);
export const viewRemedy = defineQuery<RemedyLife>(REMEDY_HARM.view);
