export { type Appeal, appealSubject } from './appeal-subject.ts';
export {
  decideRemedy,
  type RemedyInput,
  refusalOfRemedy,
  remedyNoticeOutcome,
  remedyRow,
} from './decide.ts';
export { initialRemedy, isRemedied, nextReminderAt, type RemedyLife } from './state.ts';
