import {
  PUBLISH_REPORT,
  type PublicationRules,
  type PublicationSubject,
} from '@hrd-shield/contracts/pure';
import type { PublicationLife } from '@hrd-shield/domain/publication';
import { defineQuery } from '@temporalio/workflow';

/** Argument of the workflow; `life` goes from run to run. */
export interface PublishReportInput {
  readonly about: PublicationSubject;
  readonly rules: PublicationRules;
  readonly life?: PublicationLife;
}

/** Argument of what the schedule starts. */
export interface BeginPublicationInput {
  /** Of the installation. */
  readonly prefix: string;
}

/** How it stands. */
export const viewPublication = defineQuery<PublicationLife>(PUBLISH_REPORT.view);
